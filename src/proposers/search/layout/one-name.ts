import { folded } from "../../../cells/written-values.ts";
import type { InputRows } from "../../../domain/proposing.ts";

/**
 * Which columns to rename, and how, so that files which only differ in case, blanks, accents and
 * marks of a name have one column of it. Names that stand in one file together mean two things.
 */
export const oneNameFor = (
  inputs: readonly InputRows[],
  goldColumns: readonly string[],
): Readonly<Record<string, string>> | null => {
  const spellings = new Map<string, string[]>();
  for (const { header } of inputs)
    for (const name of new Set(header)) {
      const known = spellings.get(folded(name)) ?? [];
      if (name.trim() !== "" && !known.includes(name))
        spellings.set(folded(name), [...known, name]);
    }
  const renamed = [...spellings.values()].flatMap((names) => {
    const areApart = inputs.every(
      ({ header }) => names.filter((name) => header.includes(name)).length <= 1,
    );
    if (names.length < 2 || !areApart) return [];
    const wanted = names.find((name) => goldColumns.includes(name)) ?? names[0] ?? "";
    return names.filter((name) => name !== wanted).map((name) => [name, wanted] as const);
  });
  return renamed.length === 0 ? null : Object.fromEntries(renamed);
};
