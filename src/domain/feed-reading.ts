import * as z from "zod/mini";

export const feedFormats = ["csv", "tsv", "jsonl", "json", "parquet", "xlsx"] as const;
export type FeedFormat = (typeof feedFormats)[number];

/** Formats whose rows are lines of cells between delimiters. */
export const isDelimited = (format: FeedFormat): boolean => format === "csv" || format === "tsv";

export const isText = (format: FeedFormat): boolean => format !== "parquet" && format !== "xlsx";

type Decimal = "." | ",";

const isEncoding = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
};

const oneCharacter = z.string().check(
  z.length(1),
  z.refine((mark) => !/[\r\n]/.test(mark), "must not be a line's end"),
);

/** What `feeds` in `arena.json` may say of the files that a name pattern stands for. */
const feedRuleSchema = z.strictObject({
  format: z.optional(z.enum([...feedFormats, ...feedFormats.map((one) => `${one}.gz` as const)])),
  delimiter: z.optional(oneCharacter),
  /** "" where cells are never quoted. */
  quote: z.optional(z.union([z.literal(""), oneCharacter])),
  encoding: z.optional(
    z.string().check(z.refine(isEncoding, "must be an encoding such as utf-8, utf-16le, latin1")),
  ),
  decimal: z.optional(z.enum([".", ","])),
  /** The line or row that holds the column names, counted from 1; 0 where there is none. */
  header: z.optional(z.int().check(z.minimum(0), z.maximum(10_000))),
  /** By its name, or by its place counted from 1. */
  sheet: z.optional(z.union([z.string().check(z.minLength(1)), z.int().check(z.minimum(1))])),
});
export type FeedRule = z.output<typeof feedRuleSchema>;

export const namePattern = z
  .string()
  .check(
    z.regex(
      /^[^/\\]+$/,
      "must be a file name in data/input, in which * stands for any characters and ? for one",
    ),
  );

export const feedRulesSchema = z.record(namePattern, feedRuleSchema);
export type FeedRules = z.output<typeof feedRulesSchema>;

export const ignoredNamesSchema = z.array(namePattern);

export const matchesName = (pattern: string, name: string): boolean => {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(name);
};

/** A rule, and who says so. */
export interface RuleInForce {
  readonly rule: FeedRule;
  readonly from: string;
}

const saidOf = (name: string): string => `arena.json, feeds.${JSON.stringify(name)}`;

/** The first rule of the arena whose pattern fits the name. */

export const ruleFor = (name: string, rules: FeedRules): RuleInForce | null => {
  const found = Object.entries(rules).find(([pattern]) => matchesName(pattern, name));
  return found ? { rule: found[1], from: saidOf(found[0]) } : null;
};

/** One of two ways to read a feed. */
export interface Possible<Value> {
  readonly value: Value;
  /** What the feed says when it is read so, in a few words. */
  readonly means: string;
}

export interface Known<Value> {
  readonly value: Value;
  /** What it was told from: the arena, the file's name, its bytes, its lines. */
  readonly from: string;
}

export interface Undecided<Value> {
  readonly either: readonly [Possible<Value>, Possible<Value>];
}

/** One thing about how a feed is read; null where its format knows no such thing. */
export type Told<Value> = Known<Value> | Undecided<Value> | null;

/** How a feed is read: found by looking, or said in `arena.json`. */
export interface FeedReading {
  readonly format: Known<FeedFormat>;
  readonly gzip: boolean;
  readonly delimiter: Told<string>;
  readonly quote: Told<string>;
  readonly encoding: Told<string>;
  /** Its value is null where no number tells, or where both marks are in use. */
  readonly decimal: Told<Decimal | null>;
  /** The line or row with the column names, counted from 1; 0 where there is none. */
  readonly header: Told<number>;
  readonly sheet: Told<string>;
}

type Aspect = Exclude<keyof FeedReading, "format" | "gzip">;
const aspects: readonly Aspect[] = ["encoding", "delimiter", "quote", "header", "sheet", "decimal"];

export interface OpenQuestion extends Undecided<string | number | null> {
  /** The key that settles it in `arena.json`. */
  readonly key: Aspect;
}

/** What looking could not decide; a run waits until `arena.json` says it. */
export const openQuestions = (reading: FeedReading): OpenQuestion[] =>
  aspects.flatMap((key) => {
    const told = reading[key];
    return told !== null && "either" in told ? [{ key, either: told.either }] : [];
  });

export const decidedValue = <Value>(told: Told<Value>): Value | undefined =>
  told !== null && "value" in told ? told.value : undefined;

/** A reading as a rule for `arena.json`, so that the next look cannot tell otherwise. */
export const ruleOf = (reading: FeedReading): FeedRule => {
  const format = reading.format.value;
  const delimiter = decidedValue(reading.delimiter);
  const quote = decidedValue(reading.quote);
  const encoding = decidedValue(reading.encoding);
  const decimal = decidedValue(reading.decimal);
  const header = decidedValue(reading.header);
  const sheet = decidedValue(reading.sheet);
  return {
    format: reading.gzip ? `${format}.gz` : format,
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(quote === undefined ? {} : { quote }),
    ...(decimal === undefined || decimal === null ? {} : { decimal }),
    ...(header === undefined ? {} : { header }),
    ...(sheet === undefined ? {} : { sheet }),
  };
};

/** A row that could not be read, by the place where it stands. */
export interface RefusedRow {
  readonly place: string;
  readonly reason: string;
}

/** What a feed was found to hold: nothing of it is left out without being counted here. */
export interface FeedCount {
  readonly rows: number;
  readonly refusedRows: number;
  /** The first of them. */
  readonly refused: readonly RefusedRow[];
  /** How all that is in the file comes to that many rows, for people. */
  readonly account: string;
}
