import type { GoldColumn } from "./gold-columns.ts";
import type { HeaderMatch } from "./header-matches.ts";

/** A genome that reads each column from the one that is like it, and leaves the others blank. */
export const starterText = (
  columns: readonly GoldColumn[],
  matches: ReadonlyMap<string, HeaderMatch>,
  decimal: "." | ",",
): string => {
  const fields = columns.map((column) => {
    const headers = matches.get(column.name)?.headers ?? [];
    return { name: column.name, ...fieldOf(column, headers, decimal) };
  });
  const used = [...new Set(fields.flatMap(({ uses }) => uses))].sort();
  const imports = ["type Genome", ...used].join(", ");
  const lines = fields.map(({ name, code, note }) => `        ${key(name)}: ${code},${note}`);
  return `import { ${imports} } from "cleanloop/kit";

/** Reads each column plainly; what is written in other ways is for the loop to learn. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      emit("master", {
${lines.join("\n")}
      });
    }
  }
};
`;
};

interface Field {
  readonly code: string;
  readonly uses: readonly string[];
  readonly note: string;
}

const fieldOf = ({ type }: GoldColumn, headers: readonly string[], decimal: "." | ","): Field => {
  if (headers.length === 0)
    return { code: "null", uses: [], note: " // no column of the feeds is like it" };
  const cell = headers.map((header) => `row${member(header)}`).join(" ?? ");
  if (type === "number") {
    const options = decimal === "," ? ', { decimal: "comma" }' : "";
    return { code: `parseAmount(${cell}${options})`, uses: ["parseAmount"], note: "" };
  }
  if (type === "date") return { code: `parseDate(${cell})`, uses: ["parseDate"], note: "" };
  return { code: `trim(${cell})`, uses: ["trim"], note: "" };
};

const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);
const key = (name: string): string => (isIdentifier(name) ? name : JSON.stringify(name));
const member = (name: string): string =>
  isIdentifier(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
