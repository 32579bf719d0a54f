// Writes what a model is told of the kit: every exported declaration with its comment, as built.
import { readFileSync, writeFileSync } from "node:fs";
import { parseSync } from "oxc-parser";

const kit = new URL("../dist/types/src/kit/", import.meta.url);

const read = (name) => {
  const text = readFileSync(new URL(name.replace(/\.ts$/, ".d.ts"), kit), "utf8");
  return { text, ...parseSync("kit.d.ts", text, { sourceType: "module" }) };
};

/** The declaration with the comment right above it, without the words that only a .d.ts needs. */
const declarationOf = ({ text, program, comments }, name) => {
  const node = program.body.find(
    ({ declaration }) => (declaration?.id ?? declaration?.declarations?.[0].id)?.name === name,
  );
  const above = comments.find(
    ({ end }) => end <= node.start && text.slice(end, node.start).trim() === "",
  );
  const comment = above ? `${text.slice(above.start, above.end)}\n` : "";
  return comment + text.slice(node.start, node.end).replace("export declare ", "export ");
};

const reference = read("index.ts")
  .program.body.filter(({ type }) => type === "ExportNamedDeclaration")
  .flatMap(({ source, specifiers }) => {
    const file = read(source.value);
    return specifiers.map(({ local }) => declarationOf(file, local.name));
  });
writeFileSync(new URL("../dist/kit-reference.txt", import.meta.url), `${reference.join("\n\n")}\n`);
