import type { Assignment, InputRows, Rows } from "../../domain/proposing.ts";
import { sourcesOf } from "./sources.ts";

type Row = readonly string[];

/** An output row that is wrong, beside the right one that it was most likely meant to be. */
export interface NearMiss {
  readonly wanted: Row;
  readonly emitted: Row;
  /** The columns that differ. */
  readonly wrong: readonly string[];
}

/** A right row that nothing resembles, with the input row that it most likely comes from. */
export interface Lacking {
  readonly wanted: Row;
  readonly from: { readonly file: string; readonly row: Row } | null;
}

export interface Examples {
  readonly nearMisses: readonly NearMiss[];
  readonly lacking: readonly Lacking[];
  readonly unexpected: Rows;
}

/** Pairs up what is wrong, and puts one example of each kind of fault before the second of any. */
export const examplesFrom = ({ arena, standing, gold, inputs }: Assignment): Examples => {
  const columns = arena.master.columns.map(({ name }) => name);
  const keys = arena.gold.key.map((name) => columns.indexOf(name));
  const { pairs, missing, unexpected } = pairUp(standing.missing, standing.unexpected, keys);
  const nearMisses = pairs.map(({ wanted, emitted }) => ({
    wanted,
    emitted,
    wrong: columns.filter((_, at) => wanted[at] !== emitted[at]),
  }));
  // A run that failed has nothing to compare; the right rows then say what is wanted at all.
  const unmet = standing.outcome === "ok" ? missing : gold.slice(0, 50);
  return {
    nearMisses: oneOfEachKind(nearMisses, ({ wrong }) => wrong.join()),
    lacking: lackingRows(unmet, inputs),
    unexpected,
  };
};

const lackingRows = (missing: Rows, inputs: readonly InputRows[]): Lacking[] => {
  if (missing.length === 0) return [];
  const sources = sourcesOf(missing, inputs);
  const found = missing.map((wanted, at) => ({ wanted, source: sources[at] ?? null }));
  return oneOfEachKind(found, ({ source }) =>
    source ? `${source.file}:${source.unexplained.join()}` : "",
  ).map(({ wanted, source }) => ({
    wanted,
    from: source && { file: source.file, row: source.row },
  }));
};

/** The nearest pairs first; rows that agree in less than half of their cells are no pair. */
const pairUp = (missing: Rows, unexpected: Rows, keys: readonly number[]) => {
  const likeness = (wanted: Row, emitted: Row): number => {
    const sameKey = keys.length > 0 && keys.every((at) => wanted[at] === emitted[at]);
    const equal = wanted.filter((cell, at) => cell === emitted[at]).length;
    return equal + (sameKey ? wanted.length : 0);
  };
  const candidates = missing
    .flatMap((wanted) =>
      unexpected.map((emitted) => ({ wanted, emitted, like: likeness(wanted, emitted) })),
    )
    .filter(({ wanted, like }) => like > 0 && like >= wanted.length / 2)
    .sort((a, b) => b.like - a.like);
  const taken = new Set<Row>();
  const pairs = candidates.filter(({ wanted, emitted }) => {
    if (taken.has(wanted) || taken.has(emitted)) return false;
    taken.add(wanted).add(emitted);
    return true;
  });
  const left = (rows: Rows) => rows.filter((row) => !taken.has(row));
  return { pairs, missing: left(missing), unexpected: left(unexpected) };
};

/** Takes turns between kinds, the most frequent first. */
const oneOfEachKind = <T>(items: readonly T[], kindOf: (item: T) => string): T[] => {
  const kinds = new Map<string, T[]>();
  for (const item of items) {
    const kind = kindOf(item);
    kinds.set(kind, [...(kinds.get(kind) ?? []), item]);
  }
  const bySize = [...kinds.values()].sort((a, b) => b.length - a.length);
  const rounds = bySize[0]?.length ?? 0;
  return Array.from({ length: rounds }, (_, round) =>
    bySize.flatMap((kind) => kind.slice(round, round + 1)),
  ).flat();
};
