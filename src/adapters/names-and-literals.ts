import { isUtf8 } from "node:buffer";
import { parseSync } from "oxc-parser";
import type { NamesAndLiterals } from "../domain/genome.ts";
import { couldNestTooDeep, fileName, gateSays } from "./compiler.ts";

/** The literals and names that a genome is made of; nothing of a text that the gate turns away. */
export const namesAndLiteralsOf = async (content: Uint8Array): Promise<NamesAndLiterals> => {
  if (!isUtf8(content)) return { literals: [], names: [] };
  const text = Buffer.from(content).toString("utf8");
  if (!couldNestTooDeep(text)) return namesAndLiteralsHere(text);
  const said = await gateSays(text, "names-and-literals");
  return said === null ? { literals: [], names: [] } : JSON.parse(said);
};

export const namesAndLiteralsHere = (text: string): NamesAndLiterals => {
  const { program } = parseSync(fileName, text, { sourceType: "module", lang: "ts" });
  const literals = new Set<string>();
  const names = new Set<string>();
  for (const node of nodesOf(program)) {
    for (const literal of literalsOf(node)) literals.add(literal);
    for (const name of namesOf(node)) names.add(name);
  }
  return { literals: [...literals], names: [...names] };
};

type Node = Readonly<Record<string, unknown>>;

/** With a stack of its own, because a tree may be deeper than the stack of calls. */
function* nodesOf(root: unknown): Generator<Node> {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (isNode(value)) {
      yield value;
      for (const part of Object.values(value)) if (typeof part === "object") left.push(part);
    }
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

const literalsOf = (node: Node): string[] => {
  if (node.type === "TemplateElement") return templateText(node.value);
  if (node.type !== "Literal") return [];
  if (isPattern(node.regex)) return [node.regex.pattern, ...plainPieces(node.regex.pattern)];
  if (typeof node.bigint === "string") return [node.bigint];
  return typeof node.value === "string" || typeof node.value === "number"
    ? [String(node.value)]
    : [];
};

const templateText = (value: unknown): string[] =>
  typeof value === "object" &&
  value !== null &&
  "cooked" in value &&
  typeof value.cooked === "string"
    ? [value.cooked]
    : [];

const isPattern = (value: unknown): value is { pattern: string } =>
  typeof value === "object" &&
  value !== null &&
  "pattern" in value &&
  typeof value.pattern === "string";

/** What a pattern spells out between its signs. */
const plainPieces = (pattern: string): string[] =>
  pattern.split(/\\.|[\^$.*+?()[\]{}|]+/s).filter((piece) => piece !== "");

const namesOf = (node: Node): string[] => {
  switch (node.type) {
    case "Identifier":
    case "PrivateIdentifier":
      return typeof node.name === "string" ? [node.name] : [];
    case "ImportExpression":
      return ["import"];
    case "MemberExpression":
      return node.computed === true ? writtenName(node.property) : [];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return writtenName(node.key);
    default:
      return [];
  }
};

/** `x["name"]` and `{ "name": x }` name what they name as plainly as `x.name` does. */
const writtenName = (key: unknown): string[] => {
  if (!isNode(key)) return [];
  if (key.type === "Literal") return literalsOf(key);
  return key.type === "TemplateLiteral" && Array.isArray(key.quasis) && key.quasis.length === 1
    ? key.quasis.filter(isNode).flatMap(literalsOf)
    : [];
};
