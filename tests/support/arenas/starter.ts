/** What a person writes first: columns of equal names are copied, the others wait for a rule. */
export const plainStarter = (
  columns: readonly string[],
  inputColumns: ReadonlySet<string>,
): string => {
  const cells = columns.map(
    (name) => `        ${name}: ${inputColumns.has(name) ? `row.${name} ?? null` : "null"},\n`,
  );
  return `import type { Genome } from "cleanloop/kit";

/** Copies the columns whose names are right already; the others stay blank. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      emit("master", {
${cells.join("")}      });
    }
  }
};
`;
};
