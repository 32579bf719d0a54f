import type { InferenceMaterial, Inferred } from "../../policy/starting/infer-arena.ts";

export interface TextsMaterial extends Pick<InferenceMaterial, "name"> {
  readonly inferred: Inferred;
  readonly feeds: readonly string[];
  /** Where the kit's types are, where no package is installed to find them by. */
  readonly kitTypes: string | null;
}

/** The files of a new project besides its feeds and its gold, by their paths. */
export const projectTexts = (material: TextsMaterial): Readonly<Record<string, string>> => ({
  "data/arena.json": json(material.inferred.arena),
  "genome/clean_data_starter.ts": material.inferred.starter,
  "genome/clean_data.ts": material.inferred.starter,
  "cleanloop.json": json({}),
  ".gitignore": "node_modules/\n.env\n.output/*\n!.output/README.md\n",
  ".output/README.md": outputText,
  "tsconfig.json": json(editorSettings(material.kitTypes)),
  "README.md": readmeText(material),
});

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const editorSettings = (kitTypes: string | null) => ({
  compilerOptions: {
    target: "ES2023",
    lib: ["ES2023"],
    module: "NodeNext",
    types: [],
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    ...(kitTypes === null ? {} : { paths: { "cleanloop/kit": [kitTypes] } }),
  },
  include: ["genome"],
});

const outputText = `# .output

What CleanLoop makes appears here: the clean tables, the trail with the evidence of every round, and
every genome that was ever tried. Git ignores all of it but this page.
`;

const readmeText = ({ name, inferred, feeds }: TextsMaterial): string => {
  const { columns, key, partial } = inferred;
  return `# ${name}

A CleanLoop project: a program that turns messy feeds into one clean table, and a loop that repairs it.

| where | what |
| ----- | ---- |
| \`genome/clean_data.ts\` | the program that cleans; the loop changes it, and so may you |
| \`genome/clean_data_starter.ts\` | what it began as; \`cleanloop reset\` goes back to it |
| \`data/arena.json\` | the clean table, its columns and rules, and how the feeds are read |
| \`data/input/\` | the feeds: ${feeds.slice(0, 8).join(", ")}${feeds.length > 8 ? ` and ${feeds.length - 8} more` : ""} |
| \`data/gold/expected.csv\` | rows whose right answer is known |
| \`cleanloop.json\` | settings; empty is fine |
| \`.output/\` | the clean tables, and the evidence of every round |

The columns are ${columns.map(({ name: column, type }) => `\`${column}\` (${type})`).join(", ")}.
${key === null ? "No column tells rows apart, so rows are compared as wholes." : `Rows are told apart by ${key.columns.map((column) => `\`${column}\``).join(" and ")}.`}
${partial.value ? "The gold knows only some rows; the others are compared with nothing." : "The gold is the whole answer: every row that it lacks counts as wrong."}

\`\`\`sh
cleanloop evaluate --rows          # what is right, and which rows are not
cleanloop loop                     # propose, try, ask you, keep what is better
cleanloop loop --reviewer judge    # the same, and the judge decides
cleanloop observe                  # how it got here
\`\`\`
`;
};
