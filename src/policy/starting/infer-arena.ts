import type { ArenaText } from "../../domain/arena.ts";
import type { ColumnType } from "../../domain/columns.ts";
import type { FeedRules } from "../../domain/feed-reading.ts";
import { type FoundTable, type GoldColumn, goldColumnsOf } from "./gold-columns.ts";
import { type HeaderMatch, headerMatches } from "./header-matches.ts";
import { type RowKey, rowKeyOf } from "./row-key.ts";
import { starterText } from "./starter-text.ts";

export interface InferredColumn extends GoldColumn {
  readonly source: HeaderMatch;
}

/** All that feeds and gold tell of a project, with what each was told from. */
export interface Inferred {
  readonly columns: readonly InferredColumn[];
  readonly key: RowKey | null;
  readonly partial: { readonly value: boolean; readonly from: string; readonly sure: boolean };
  readonly arena: ArenaText;
  readonly starter: string;
}

export interface InferenceMaterial {
  readonly name: string;
  readonly feeds: readonly FoundTable[];
  readonly gold: FoundTable;
  readonly rules: FeedRules;
  readonly decimal: "." | ",";
  /** All feeds together. */
  readonly bytes: number;
  /** The operator's word that the gold knows only some rows. */
  readonly partial: boolean;
}

export const inferArena = (material: InferenceMaterial): Inferred => {
  const { name, feeds, gold, rules, decimal, bytes } = material;
  const found = goldColumnsOf(gold);
  const matches = headerMatches(found, gold, feeds);
  const key = rowKeyOf(found, matches, gold, feeds);
  const columns = found.map((column): InferredColumn => {
    const isKey = key?.columns.includes(column.name) === true && column.type === "number";
    const source = matches.get(column.name) ?? nothingLikeIt;
    return { ...column, source, ...(isKey ? keyTyping : {}) };
  });
  const partial = partialOf(material, key);
  return {
    columns,
    key,
    partial,
    arena: {
      name,
      goal: `One clean row for each row of ${feeds.length === 1 ? (feeds[0]?.name ?? "the feed") : `${feeds.length} feeds`}, as the gold shows.`,
      tables: {
        master: {
          file: `${fileName(name)}.csv`,
          columns: Object.fromEntries(columns.map((column) => [column.name, column.type])),
          required: columns.flatMap((column) => (column.required ? [column.name] : [])),
        },
        failures: failuresTable(name, key, matches),
      },
      gold: { key: [...(key?.columns ?? [])], partial: partial.value },
      holdout: 0.2,
      vetoes: ["deterministic", "order-free"],
      limits: limitsFor(bytes),
      feeds: rules,
    },
    starter: starterText(columns, matches, decimal),
  };
};

const nothingLikeIt: HeaderMatch = { headers: [], from: "", sure: false, shared: 0 };
const keyTyping = {
  type: "text" satisfies ColumnType,
  from: "whole numbers that tell rows apart",
  sure: true,
} as const;

/** Fewer keys than this share of the feeds' are some of them, and not all that should come out. */
const nearlyAll = 0.8;

const partialOf = ({ partial }: InferenceMaterial, key: RowKey | null): Inferred["partial"] => {
  if (partial) return { value: true, from: "--partial", sure: true };
  if (key === null) return { value: false, from: "no column that tells rows apart", sure: false };
  const { known, inFeeds } = key;
  const from = `the gold knows ${known} of the feeds' ${inFeeds} keys`;
  return {
    value: known < nearlyAll * inFeeds,
    from,
    sure: known === inFeeds || known < inFeeds / 2,
  };
};

const fileName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 80) || "clean";

const failuresTable = (
  name: string,
  key: RowKey | null,
  matches: ReadonlyMap<string, HeaderMatch>,
) => {
  const shown = (key?.columns ?? []).flatMap((column) => matches.get(column)?.headers[0] ?? []);
  const columns = ["source_file", ...shown, "reason", "hint"];
  return {
    file: `${fileName(name)}_failures.csv`,
    columns: Object.fromEntries(columns.map((column) => [column, "text" as const])),
    required: ["source_file", "reason"],
  };
};

const bytesPerMb = 1_048_576;

/** Room to spare: a run that needs more than this does not do what it should. */
const limitsFor = (bytes: number) => {
  const mb = bytes / bytesPerMb;
  return {
    timeoutSeconds: Math.max(30, Math.ceil(mb * 2)),
    memoryMb: Math.max(512, Math.ceil(mb * 8)),
    outputMb: Math.max(64, Math.ceil(mb * 4)),
  };
};
