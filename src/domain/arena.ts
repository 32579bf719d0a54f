import * as z from "zod/mini";
import {
  type Column,
  columnContradictions,
  columnFrom,
  columnSchema,
  isRequired,
} from "./columns.ts";
import { driftRulesSchema } from "./drift.ts";
import { feedRulesSchema, ignoredNamesSchema } from "./feed-reading.ts";

export const vetoNames = ["deterministic", "order-free", "conserves-rows", "splittable"] as const;
export type VetoName = (typeof vetoNames)[number];

export const tableNames = ["master", "repaired", "failures"] as const;
export type TableName = (typeof tableNames)[number];

const fileName = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.csv$/,
      "must be a plain file name that ends in .csv",
    ),
  );

/** In order, each with its type. */
const columns = z
  .record(z.string().check(z.minLength(1)), columnSchema)
  .check(z.refine((value) => Object.keys(value).length > 0, "must name at least one column"));

const required = z._default(z.array(z.string()), []);

const declaredTable = z.strictObject({ file: fileName, columns, required });

const quantity = z.number().check(z.positive());

export const limitsSchema = z.strictObject({
  timeoutSeconds: z.optional(quantity.check(z.maximum(86_400))),
  memoryMb: z.optional(z.int().check(z.minimum(16), z.maximum(1_048_576))),
  outputMb: z.optional(quantity.check(z.maximum(1_048_576))),
  /** New literals that only the gold has, before a person must look. */
  memorised: z.optional(z.int().check(z.minimum(0))),
});

const goldFile = z
  .string()
  .check(z.regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+\.csv$/, "must be a .csv path inside data/"));

/** What `data/arena.json` may say. */
export const arenaFileSchema = z.strictObject({
  $schema: z.optional(z.string()),
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  goal: z._default(z.string().check(z.maxLength(2000)), ""),
  tables: z.strictObject({
    master: declaredTable,
    repaired: z.optional(z.strictObject({ file: fileName, subsetOf: z.literal("master") })),
    failures: z.optional(declaredTable),
  }),
  feeds: z._default(feedRulesSchema, {}),
  ignore: z._default(ignoredNamesSchema, []),
  /** What becomes of a new feed of `run` that is unlike the feeds here; else it is a warning. */
  drift: z._default(driftRulesSchema, {}),
  gold: z.prefault(
    z.strictObject({
      file: z._default(goldFile, "gold/expected.csv"),
      table: z._default(z.literal("master"), "master"),
      key: z._default(z.array(z.string()), []),
      /** Left unsaid, gold that knows far fewer keys than the feeds is asked about. */
      partial: z.optional(z.boolean()),
    }),
    {},
  ),
  holdout: z._default(z.number().check(z.minimum(0), z.maximum(0.9)), 0.2),
  vetoes: z._default(z.array(z.enum(vetoNames)), ["deterministic"]),
  limits: z._default(limitsSchema, {}),
});

/** As a person writes it, with defaults left out. */
export type ArenaText = z.input<typeof arenaFileSchema>;
export type ArenaFile = z.output<typeof arenaFileSchema>;
export type ArenaLimits = z.output<typeof limitsSchema>;

export interface Table {
  readonly name: TableName;
  readonly file: string;
  readonly columns: readonly Column[];
  readonly required: readonly string[];
}

/** The arena as the rest of CleanLoop sees it: every default filled in, columns in order. */
export interface Arena {
  readonly name: string;
  readonly goal: string;
  readonly master: Table;
  readonly repaired: Table | null;
  readonly failures: Table | null;
  readonly gold: {
    readonly file: string;
    readonly key: readonly string[];
    readonly partial: boolean;
  };
  readonly holdout: number;
  readonly vetoes: readonly VetoName[];
  readonly limits: ArenaLimits;
}

export const tablesOf = (arena: Arena): readonly Table[] =>
  [arena.master, arena.repaired, arena.failures].filter((table) => table !== null);

/** What the schema alone cannot say; each finding is one sentence with the value in it. */
export const arenaContradictions = (file: ArenaFile): string[] => {
  const findings: string[] = [];
  const { master, repaired, failures } = file.tables;
  for (const [name, table] of Object.entries({ master, failures }))
    for (const column of table?.required ?? [])
      if (!Object.hasOwn(table?.columns ?? {}, column))
        findings.push(
          `tables.${name}.required names "${column}", which tables.${name}.columns does not declare`,
        );
  for (const [name, column] of Object.entries(master.columns))
    findings.push(...columnContradictions(`tables.master.columns.${name}`, column));
  for (const [name, column] of Object.entries(failures?.columns ?? {}))
    if (typeof column !== "string" && Object.keys(column).some((rule) => !isForAnyTable(rule)))
      findings.push(
        `tables.failures.columns.${name} has rules, which only columns of tables.master may have`,
      );
  for (const column of file.gold.key) {
    const declared = Object.hasOwn(master.columns, column) ? master.columns[column] : undefined;
    if (declared === undefined)
      findings.push(`gold.key names "${column}", which tables.master.columns does not declare`);
    else if (typeof declared !== "string" && (declared.ignore || declared.tolerance))
      findings.push(`gold.key names "${column}", which is not compared exactly`);
  }
  if (file.gold.partial === true && file.gold.key.length === 0)
    findings.push("gold.partial is true, so gold.key must name the columns that identify a row");
  const files = [master, repaired, failures].flatMap((table) => (table ? [table.file] : []));
  const twice = files.find((name, at) => files.indexOf(name) !== at);
  if (twice) findings.push(`two tables share the file "${twice}"`);
  return findings;
};

const isForAnyTable = (rule: string): boolean => rule === "type" || rule === "required";

export const arenaFrom = (file: ArenaFile): Arena => {
  const declared = (name: TableName, table: z.output<typeof declaredTable>): Table => ({
    name,
    file: table.file,
    columns: Object.entries(table.columns).map(([column, declaration]) =>
      columnFrom(column, declaration),
    ),
    required: Object.entries(table.columns).flatMap(([column, declaration]) =>
      table.required.includes(column) || isRequired(declaration) ? [column] : [],
    ),
  });
  const { master, repaired, failures } = file.tables;
  const masterTable = declared("master", master);
  return {
    name: file.name,
    goal: file.goal,
    master: masterTable,
    repaired: repaired ? { ...masterTable, name: "repaired", file: repaired.file } : null,
    failures: failures ? declared("failures", failures) : null,
    gold: { file: file.gold.file, key: file.gold.key, partial: file.gold.partial ?? false },
    holdout: file.holdout,
    vetoes: file.vetoes,
    limits: file.limits,
  };
};
