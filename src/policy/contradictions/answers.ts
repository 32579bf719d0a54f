import { untagged } from "../../cells/typing.ts";

/** Gold rows as the judge compares them. */
export type GoldAnswers = readonly (readonly string[])[];

/** The columns, by place, in which these answers are not all alike. */
export const differingColumns = (answers: GoldAnswers): number[] =>
  [...(answers[0] ?? []).keys()].filter(
    (column) => new Set(answers.map((row) => row[column])).size > 1,
  );

/** Gold rows, by place, with equal keys and answers that differ. A wholly blank key is none. */
export const sameKeyRows = (answers: GoldAnswers, key: readonly number[]): number[][] => {
  const rows = new Map<string, number[]>();
  for (const [at, row] of answers.entries()) {
    const cells = key.map((column) => row[column] ?? "");
    if (cells.every((cell) => untagged(cell).trim() === "")) continue;
    push(rows, JSON.stringify(cells), at);
  }
  return [...rows.values()].filter(
    (alike) => differingColumns(alike.map((at) => answers[at] ?? [])).length > 0,
  );
};

export const push = <Key>(lists: Map<Key, number[]>, key: Key, value: number): void => {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
};
