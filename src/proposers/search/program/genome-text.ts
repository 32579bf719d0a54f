import { parseSync } from "oxc-parser";
import * as kit from "../../../kit/index.ts";
import { sourceWidth } from "../doc.ts";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What can be told of a genome from its syntax tree. */
export interface GenomeText {
  readonly text: string;
  /** Everything declared at the top, by name, exports included. */
  readonly declared: ReadonlyMap<string, Span>;
  /** Where `export const clean` begins. */
  readonly clean: Span | null;
  /** The cells of the one master row that it emits, by column; null where there is not one such. */
  readonly fields: ReadonlyMap<string, Span> | null;
  /** The statements that each row goes through. */
  readonly statements: readonly Span[];
  /** What the rows come from, such as `input.records()`. */
  readonly records: string | null;
  readonly imported: readonly string[];
  readonly importSpan: Span | null;
}

const longest = 300_000;
const deepest = 400;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap((part) =>
    Array.isArray(part) ? part.filter(isNode) : isNode(part) ? [part] : [],
  );

function* nodesOf(root: Node): Generator<Node> {
  const left = [root];
  for (let node = left.pop(); node; node = left.pop()) {
    yield node;
    left.push(...childrenOf(node).reverse());
  }
}

const parsed = (text: string): Node | null => {
  if (text.length > longest || nesting(text) > deepest) return null;
  const { program, errors } = parseSync("genome.ts", text, { sourceType: "module", lang: "ts" });
  return errors.length === 0 && isNode(program) ? program : null;
};

const nesting = (text: string): number => {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if ("([{".includes(character)) most = Math.max(most, ++depth);
    else if (")]}".includes(character)) depth--;
  }
  return most;
};

const bodyOf = (node: Node | null): readonly Node[] => {
  const body = node?.body;
  return Array.isArray(body) ? body.filter(isNode) : [];
};

export const readGenome = (text: string): GenomeText | null => {
  const program = parsed(text);
  if (program === null) return null;
  const span = ({ start, end }: Node): Span => ({ start, end, text: text.slice(start, end) });
  const declared = new Map<string, Span>();
  let clean: Node | null = null;
  for (const statement of bodyOf(program)) {
    const inner = isNode(statement.declaration) ? statement.declaration : statement;
    for (const name of namesDeclared(inner)) {
      declared.set(name, span(statement));
      if (name === "clean" && statement !== inner) clean = statement;
    }
  }
  const emits = clean === null ? [] : masterEmits(clean);
  const [emit] = emits;
  const loop = clean === null || emit === undefined ? null : loopAround(clean, emit);
  const imports = bodyOf(program).filter(({ type }) => type === "ImportDeclaration");
  return {
    text,
    declared,
    clean: clean && span(clean),
    fields:
      emit === undefined || emits.length > 1 || loop === null ? null : fieldsOf(emit, loop, span),
    statements: loop === null ? [] : statementsIn(loop).map(span),
    records: loop !== null && isNode(loop.right) ? span(loop.right).text : null,
    imported: imports.flatMap((one) => importedIn(one)),
    importSpan: imports[0] ? span(imports[0]) : null,
  };
};

const namesDeclared = (node: Node): string[] => {
  if (node.type === "VariableDeclaration" && Array.isArray(node.declarations))
    return node.declarations.filter(isNode).flatMap(({ id }) => nameOf(id));
  return nameOf(node.id);
};

const nameOf = (node: unknown): string[] =>
  isNode(node) && node.type === "Identifier" && typeof node.name === "string" ? [node.name] : [];

const importedIn = ({ specifiers }: Node): string[] =>
  Array.isArray(specifiers) ? specifiers.filter(isNode).flatMap(({ local }) => nameOf(local)) : [];

/** Every `emit("master", …)`. */
const masterEmits = (root: Node): Node[] =>
  [...nodesOf(root)].filter(
    ({ type, callee, arguments: given }) =>
      type === "CallExpression" &&
      nameOf(callee)[0] === "emit" &&
      Array.isArray(given) &&
      isNode(given[0]) &&
      given[0].value === "master",
  );

const holds = (outer: Node, inner: Node): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/** The innermost `for await` over rows around a node. */
const loopAround = (root: Node, inner: Node): Node | null =>
  [...nodesOf(root)].findLast(
    (node) => node.type === "ForOfStatement" && node.await === true && holds(node, inner),
  ) ?? null;

const statementsIn = ({ body }: Node): readonly Node[] =>
  isNode(body) ? (body.type === "BlockStatement" ? bodyOf(body) : [body]) : [];

/** The cells of the object that is emitted, there itself or in a constant before it. */
const fieldsOf = (
  { arguments: given }: Node,
  loop: Node,
  span: (node: Node) => Span,
): ReadonlyMap<string, Span> | null => {
  const row: unknown = Array.isArray(given) ? given[1] : null;
  const literal = isNode(row) && row.type === "Identifier" ? assignedTo(row, loop) : row;
  if (!isNode(literal) || literal.type !== "ObjectExpression") return null;
  const properties = Array.isArray(literal.properties) ? literal.properties.filter(isNode) : [];
  const fields = new Map<string, Span>();
  for (const { type, key, value, computed } of properties) {
    if (type !== "Property" || computed === true || !isNode(key) || !isNode(value)) return null;
    const name = key.type === "Identifier" ? key.name : key.value;
    if (typeof name !== "string") return null;
    fields.set(name, span(value));
  }
  return fields;
};

const assignedTo = ({ name }: Node, loop: Node): unknown =>
  [...nodesOf(loop)].find(({ type, id }) => type === "VariableDeclarator" && nameOf(id)[0] === name)
    ?.init;

/** Code without its comments and blanks, for comparing what it says. */
export const bare = (code: string): string =>
  code
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/\s+/g, "")
    .replace(/,([)}\]])/g, "$1");

/** Where code uses a name, those of properties aside. */
function* namesUsed(node: Node, isShorthand = false): Generator<Span & { isShorthand: boolean }> {
  const { start, type } = node;
  // A name's node may go on to the end of its type.
  for (const text of nameOf(node)) yield { text, start, end: start + text.length, isShorthand };
  const isPlainMember = type === "MemberExpression" && node.computed !== true;
  const isPlainKey = type === "Property" && node.computed !== true;
  for (const child of childrenOf(node)) {
    if (isPlainMember && child === node.property) continue;
    if (isPlainKey && child === node.key) continue;
    yield* namesUsed(child, isPlainKey && node.shorthand === true);
  }
}

const identifiersIn = (code: string): ReadonlySet<string> => {
  const program = parsed(code);
  return new Set(program ? [...namesUsed(program)].map(({ text }) => text) : []);
};

/** Code in which each of these names is another one. */
export const renamed = (code: string, names: ReadonlyMap<string, string>): string => {
  const program = parsed(code);
  if (program === null || names.size === 0) return code;
  const used = [...namesUsed(program)].sort((a, b) => b.start - a.start);
  return used.reduce((text, { text: name, start, end, isShorthand }) => {
    const other = names.get(name);
    if (other === undefined) return text;
    const written = isShorthand ? `${name}: ${other}` : other;
    return text.slice(0, start) + written + text.slice(end);
  }, code);
};

/** The literals of a program, for telling what it may have by heart. */
export const literalsIn = (code: string): string[] => {
  const program = parsed(code);
  if (program === null) return [];
  return [...nodesOf(program)].flatMap(({ type, value, key }) => {
    if (type === "Literal" && (typeof value === "string" || typeof value === "number"))
      return [String(value)];
    return type === "Property" ? nameOf(key) : [];
  });
};

const kitTypes = ["Cell", "Genome", "Input", "MaybeText"];

/** What a genome may import, in the order in which the formatter sorts imports. */
const kitNames: readonly { readonly name: string; readonly isType: boolean }[] = [
  ...Object.keys(kit).map((name) => ({ name, isType: false })),
  ...kitTypes.map((name) => ({ name, isType: true })),
].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

/** Whether the kit, or the program around it, has a name already. */
export const isKitName = (name: string): boolean => Object.hasOwn(kit, name);

/** The import of what the code uses of the kit and does not import yet. */
export const importLine = (code: string, known: readonly string[]): string => {
  const used = identifiersIn(code);
  const names = kitNames.filter(({ name }) => used.has(name) && !known.includes(name));
  if (names.length === 0) return "";
  const written = names.map(({ name, isType }) => (isType ? `type ${name}` : name));
  const line = `import { ${written.join(", ")} } from "cleanloop/kit";`;
  return line.length <= sourceWidth
    ? line
    : `import {\n${written.map((name) => `  ${name},\n`).join("")}} from "cleanloop/kit";`;
};

export const usesRowType = (code: string): boolean => identifiersIn(code).has("Row");
