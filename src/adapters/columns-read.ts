import { isUtf8 } from "node:buffer";
import { parseSync } from "oxc-parser";
import type { ColumnsRead } from "../domain/genome.ts";
import { couldNestTooDeep, fileName } from "./compiler.ts";
import { isNode, nodesOf, type SyntaxNode } from "./names-and-literals.ts";

/**
 * From which columns of a feed's rows a genome makes each column that it emits, as its text says.
 * What the text does not say plainly is left out: it follows names, local functions and written
 * objects, and gives up on anything that is gathered first or looked up.
 */
export const columnsReadBy = (content: Uint8Array): ColumnsRead => {
  if (!isUtf8(content)) return {};
  const text = Buffer.from(content).toString("utf8");
  if (couldNestTooDeep(text)) return {};
  const { program, errors } = parseSync(fileName, text, { sourceType: "module", lang: "ts" });
  return errors.length > 0 ? {} : new ColumnReader(program).read();
};

/** Null where it cannot be told. */
type Columns = ReadonlySet<string> | null;

class ColumnReader {
  readonly #nodes: readonly SyntaxNode[];
  /** By name: all that a variable is ever given. */
  readonly #given = new Map<string, SyntaxNode[]>();
  readonly #functions = new Map<string, SyntaxNode>();
  readonly #rows = new Set<string>();
  /** Names whose content comes from elsewhere than what they are given. */
  readonly #gathered = new Set<string>();

  constructor(program: unknown) {
    this.#nodes = [...nodesOf(program)];
    for (const node of this.#nodes) this.#note(node);
    this.#followRows();
  }

  read(): ColumnsRead {
    const tables = new Map<string, Map<string, Columns>>();
    const untold = new Set<string>();
    for (const node of this.#nodes) {
      const [table, row] = emitted(node);
      if (table === null || row === undefined) continue;
      const objects = this.#objects(row, new Set());
      if (objects === null) untold.add(table);
      for (const object of objects ?? []) this.#addTo(tables, table, object);
    }
    return Object.fromEntries(
      [...tables]
        .filter(([table]) => !untold.has(table))
        .map(([table, columns]) => [table, toldOf(columns)]),
    );
  }

  #addTo(tables: Map<string, Map<string, Columns>>, table: string, object: SyntaxNode): void {
    const columns = tables.get(table) ?? new Map<string, Columns>();
    tables.set(table, columns);
    for (const property of nodesIn(object.properties)) {
      const name = keyOf(property);
      if (name === null) continue;
      const sources = this.#sources(property.value);
      const before = columns.get(name);
      const isUntold = before === null || sources === null;
      columns.set(name, isUntold ? null : new Set([...(before ?? []), ...sources]));
    }
  }

  #note(node: SyntaxNode): void {
    const { type, id, init, left, right } = node;
    if (type === "VariableDeclarator" && isNode(init)) {
      const name = nameOf(id);
      if (name !== null && isFunction(init)) this.#functions.set(name, init);
      else for (const one of namesIn(id)) this.#give(one, init);
    }
    if (type === "FunctionDeclaration") this.#functions.set(nameOf(id) ?? "", node);
    if (type === "AssignmentExpression" && isNode(right))
      if (nameOf(left) !== null) this.#give(nameOf(left) ?? "", right);
      else if (isNode(left)) this.#gathered.add(nameOf(left.object) ?? "");
    if (type === "ForOfStatement" || type === "ForInStatement") this.#noteLoop(node);
    if (isGathering(node)) this.#gathered.add(nameOf(objectOf(node.callee)) ?? "");
  }

  #noteLoop({ left, right }: SyntaxNode): void {
    const isRows = isNode(right) && memberName(right.callee) === "records";
    for (const name of namesIn(left)) (isRows ? this.#rows : this.#gathered).add(name);
  }

  #give(name: string, value: SyntaxNode): void {
    this.#given.set(name, [...(this.#given.get(name) ?? []), value]);
  }

  /** A local function that is given a row has it under the name of its parameter. */
  #followRows(): void {
    for (let before = -1; before !== this.#rows.size; ) {
      before = this.#rows.size;
      for (const { type, callee, arguments: given } of this.#nodes) {
        const called = type === "CallExpression" && this.#functions.get(nameOf(callee) ?? "");
        if (!called) continue;
        const parameters = nodesIn(called.params);
        for (const [at, one] of nodesIn(given).entries())
          if (this.#rows.has(nameOf(one) ?? "")) this.#rows.add(nameOf(parameters[at]) ?? "");
      }
    }
  }

  /** The objects that an expression may be; null where they are not written out. */
  #objects(value: SyntaxNode, seen: Set<SyntaxNode>): SyntaxNode[] | null {
    if (seen.has(value)) return [];
    seen.add(value);
    const all = (values: readonly SyntaxNode[]): SyntaxNode[] | null => {
      const found = values.map((one) => this.#objects(one, seen));
      return found.every((one) => one !== null) ? found.flat() : null;
    };
    switch (value.type) {
      case "ObjectExpression": {
        const isPlain = nodesIn(value.properties).every((one) => keyOf(one) !== null);
        return isPlain ? [value] : null;
      }
      case "Identifier": {
        const name = nameOf(value) ?? "";
        const given = this.#gathered.has(name) ? undefined : this.#given.get(name);
        return given ? all(given) : null;
      }
      case "CallExpression": {
        const called = this.#functions.get(nameOf(value.callee) ?? "");
        return called ? all(returnedBy(called)) : null;
      }
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "ParenthesizedExpression":
        return isNode(value.expression) ? this.#objects(value.expression, seen) : null;
      default:
        return null;
    }
  }

  #sources(value: unknown): Columns {
    const columns = new Set<string>();
    const seen = new Set<unknown>();
    const left: unknown[] = [value];
    while (left.length > 0) {
      const node = left.pop();
      if (Array.isArray(node)) left.push(...node);
      if (!isNode(node) || seen.has(node)) continue;
      seen.add(node);
      const name = nameOf(node);
      if (name !== null) {
        if (this.#rows.has(name) || this.#gathered.has(name)) return null;
        left.push(this.#given.get(name), this.#functions.get(name));
      } else if (node.type === "MemberExpression" && this.#rows.has(nameOf(node.object) ?? "")) {
        const column = memberName(node);
        if (column === null) return null;
        columns.add(column);
      } else left.push(...this.#partsOf(node));
    }
    return columns;
  }

  /** What a value hangs on; a row as a whole only where a local function takes it apart. */
  #partsOf(node: SyntaxNode): unknown[] {
    if (node.type === "MemberExpression" && node.computed !== true) return [node.object];
    if (node.type === "Property")
      return node.computed === true ? [node.key, node.value] : [node.value];
    if (isFunction(node)) return [node.body];
    if (node.type !== "CallExpression") return Object.values(node);
    const isLocal = this.#functions.has(nameOf(node.callee) ?? "");
    const given = nodesIn(node.arguments);
    const passed = isLocal ? given.filter((one) => !this.#rows.has(nameOf(one) ?? "")) : given;
    return [node.callee, ...passed];
  }
}

const toldOf = (columns: ReadonlyMap<string, Columns>): Record<string, string[]> =>
  Object.fromEntries(
    [...columns].flatMap(([name, sources]) =>
      sources === null || sources.size === 0 ? [] : [[name, [...sources].sort()]],
    ),
  );

const emitted = ({
  type,
  callee,
  arguments: given,
}: SyntaxNode): readonly [table: string | null, row?: SyntaxNode | undefined] => {
  if (type !== "CallExpression" || nameOf(callee) !== "emit") return [null];
  const [table, row] = nodesIn(given);
  return [table === undefined ? null : textOf(table), row];
};

const nodesIn = (value: unknown): SyntaxNode[] =>
  Array.isArray(value) ? value.filter(isNode) : [];

const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === "Identifier" && typeof node.name === "string" ? node.name : null;

const textOf = (node: unknown): string | null =>
  isNode(node) && node.type === "Literal" && typeof node.value === "string" ? node.value : null;

const objectOf = (node: unknown): unknown => (isNode(node) ? node.object : undefined);

const memberName = (node: unknown): string | null => {
  if (!isNode(node) || node.type !== "MemberExpression") return null;
  return node.computed === true ? textOf(node.property) : nameOf(node.property);
};

const keyOf = ({ type, key, computed }: SyntaxNode): string | null =>
  type !== "Property" || computed === true ? null : (nameOf(key) ?? textOf(key));

/** Every name that a declaration brings, however it takes a value apart. */
const namesIn = (pattern: unknown): string[] =>
  [...nodesOf(pattern)].flatMap((node) => nameOf(node) ?? []);

const isFunction = ({ type }: SyntaxNode): boolean =>
  type === "ArrowFunctionExpression" ||
  type === "FunctionExpression" ||
  type === "FunctionDeclaration";

const gatheringMethods = ["push", "unshift", "splice", "set", "add"];

const isGathering = ({ type, callee }: SyntaxNode): boolean =>
  type === "CallExpression" && gatheringMethods.includes(memberName(callee) ?? "");

const returnedBy = ({ body }: SyntaxNode): SyntaxNode[] => {
  if (!isNode(body)) return [];
  if (body.type !== "BlockStatement") return [body];
  return [...nodesOf(body)].flatMap(({ type, argument }) =>
    type === "ReturnStatement" && isNode(argument) ? [argument] : [],
  );
};
