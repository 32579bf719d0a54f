import { isUtf8 } from "node:buffer";
import { parseSync } from "oxc-parser";
import type { NamesAndLiterals } from "../domain/genome.ts";
import { couldNestTooDeep, fileName, gateSays } from "./compiler.ts";

/** The literals and names that a genome is made of; nothing of a text that the gate turns away. */
export const namesAndLiteralsOf = async (content: Uint8Array): Promise<NamesAndLiterals> => {
  if (!isUtf8(content)) return nothing;
  const text = Buffer.from(content).toString("utf8");
  if (!couldNestTooDeep(text)) return namesAndLiteralsHere(text);
  const said = await gateSays(text, "names-and-literals");
  return said === null ? nothing : JSON.parse(said);
};

const nothing: NamesAndLiterals = { literals: [], names: [], tables: [] };

export const namesAndLiteralsHere = (text: string): NamesAndLiterals => {
  const { program } = parseSync(fileName, text, { sourceType: "module", lang: "ts" });
  const literals = new Set<string>();
  const names = new Set<string>();
  const tables: string[][] = [];
  for (const node of nodesOf(program)) {
    for (const literal of literalsOf(node)) literals.add(literal);
    for (const name of namesOf(node)) names.add(name);
    const keys = tableKeys(node);
    if (keys) tables.push(keys);
  }
  return { literals: [...literals], names: [...names], tables };
};

export type SyntaxNode = Readonly<Record<string, unknown>>;

/** With a stack of its own, because a tree may be deeper than the stack of calls. */
export function* nodesOf(root: unknown): Generator<SyntaxNode> {
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

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "type" in value;

const literalsOf = (node: SyntaxNode): string[] => {
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

const namesOf = (node: SyntaxNode): string[] => {
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

/** An object or a list of pairs in which keys and values are written out; null for anything else. */
const tableKeys = (node: SyntaxNode): string[] | null => {
  const entries = entriesOf(node);
  if (!entries || entries.length < 2) return null;
  const keys = entries.flatMap(([key, value]) => (value.length > 0 ? key : []));
  return keys.length === entries.length ? keys : null;
};

type Entry = readonly [key: readonly string[], value: readonly string[]];

const entriesOf = ({ type, properties, elements }: SyntaxNode): Entry[] | null => {
  if (type === "ObjectExpression" && Array.isArray(properties))
    return properties
      .filter(isNode)
      .map(({ key, value, computed }) => [
        computed === true ? [] : keyText(key),
        isNode(value) ? literalsOf(value) : [],
      ]);
  if (type !== "ArrayExpression" || !Array.isArray(elements)) return null;
  return elements.map((pair): Entry => {
    const [key, value] = isNode(pair) && Array.isArray(pair.elements) ? pair.elements : [];
    return [isNode(key) ? literalsOf(key) : [], isNode(value) ? literalsOf(value) : []];
  });
};

const keyText = (key: unknown): readonly string[] => {
  if (!isNode(key)) return [];
  return key.type === "Identifier" && typeof key.name === "string" ? [key.name] : literalsOf(key);
};
