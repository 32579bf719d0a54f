import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const perfect = readFileSync(
  resolve(import.meta.dirname, "../../fixtures/genomes/perfect-finance.ts"),
  "utf8",
);

const settling = "const value = amount ?? adjusted ?? resolved;";

/** Every one of these is better than the one before; at the last the finance project is perfect. */
export const rungs = [8, 12, 20, 24, 30, 32, 36, 40] as const;

/** A repair that settles a part of the rows: those whose invoice falls below the limit. */
export const settlingUpTo = (limit: number, words = `settle the invoices below ${limit}`): string =>
  `// ${words}\n${perfect.replace(
    settling,
    `const mark = [...(row.invoice_id ?? "")].reduce((sum, sign) => sum + sign.charCodeAt(0), 0);
      const value = amount ?? (mark % 40 < ${limit} ? (adjusted ?? resolved) : null);`,
  )}`;

/** The repair of that step of the ladder, from 1. */
export const rung = (step: number, words?: string): string =>
  settlingUpTo(rungs[step - 1] ?? 40, words ?? `rung ${step}`);

/** As good as the starter and no better. */
export const noBetter = (words: string): string => settlingUpTo(0, words);

const program = (words: string, body: string): string => `// ${words}
import type { Genome } from "cleanloop/kit";

export const clean: Genome = async ({ inputs, emit }) => {
${body}
};
`;

/** One row for every input row, nothing in it that is right. */
export const worthless = (words: string): string =>
  program(
    words,
    `  for (const input of inputs)
    for await (const _ of input.rows())
      emit("master", { date: "2001-01-01", entity: "x", currency: "x", value: 1, category: "x" });`,
  );

/** A rung that does its work only after this statement. */
export const after = (words: string, statement: string, step = 1): string =>
  rung(step, words).replace("for (const input of inputs) {", `${statement}\n  $&`);

/** The same, busy for long enough before that something can happen meanwhile. */
export const busyFor = (seconds: number, text: string): string =>
  text.replace(
    "=> {",
    `=> {\n  for (const end = Date.now() + ${seconds * 1000}; Date.now() < end; );`,
  );

export const hanging = (words: string): string => after(words, "for (;;) {}");
export const throwing = (words: string): string =>
  after(words, 'if (inputs.length > 0) throw new Error("no");');
export const importing = (words: string): string =>
  `// ${words}\nimport "node:fs";\n${rung(1, words)}`;
/** Has a name in it that people want to see before it runs unattended. */
export const watched = (step: number, words: string): string =>
  after(words, "void globalThis;", step);
