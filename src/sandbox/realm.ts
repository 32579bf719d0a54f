/**
 * Runs in the genome's own realm, where nothing but ECMAScript exists. Only strings and numbers
 * come in from the runner, so no object of the outer realm is ever in the genome's reach.
 */
import { csvLine } from "../cells/csv-line.ts";
import type { Cell, Genome, GenomeIo, Input } from "../kit/genome.ts";
import type { Border, TableSpec, World } from "./job.ts";

export const runClean = async (clean: unknown, outer: Border): Promise<void> => {
  if (typeof clean !== "function")
    throw new TypeError("the genome's export clean is not a function");
  const border = withOwnErrors(outer);
  const world: World = JSON.parse(border.world);
  installConsole(border);
  const tables = new Map(
    world.tables.map((table, index) => [table.name, new TableLines(border, index, table)]),
  );
  const io: GenomeIo = {
    inputs: world.inputs.map((input, index) => inputOver(border, index, input)),
    emit: emitTo(tables),
  };
  const result: unknown = await (clean as Genome)(io);
  if (Object(result) === result && Symbol.asyncIterator in Object(result))
    throw new TypeError("clean is a generator, so its body never ran; make it an async function");
  for (const table of tables.values()) table.flush();
};

/** An error of the outer realm would lead back to it, so only its words come through. */
const withOwnErrors = (outer: Border): Border => {
  const own = (error: unknown): Error => new Error(String((error as Error).message));
  const guard = <Args extends unknown[], Result>(call: (...args: Args) => Result) => {
    return (...args: Args): Result => {
      try {
        return call(...args);
      } catch (error) {
        throw own(error);
      }
    };
  };
  return {
    world: outer.world,
    open: guard(outer.open),
    next: guard(outer.next),
    close: guard(outer.close),
    text: guard(outer.text),
    write: guard(outer.write),
    print: guard(outer.print),
  };
};

const inputOver = (
  border: Border,
  index: number,
  { name, header }: World["inputs"][number],
): Input => ({
  name,
  header,
  rows: () => reading(border, index, 0, (row) => row),
  records: () => reading(border, index, 1, (row) => recordOf(header, row)),
  text: async () => border.text(index),
});

/**
 * The rows of one input behind the first ones, each made into what the genome asks for. An async
 * generator would do, but costs three turns of the microtask queue a row, and one over another six.
 */
const reading = <T>(
  border: Border,
  index: number,
  passedOver: number,
  itemOf: (row: string[]) => T,
): AsyncIterableIterator<T> => {
  let handle: number | null = null;
  let batch: readonly string[][] = [];
  let at = 0;
  let isOver = false;

  const end = (): IteratorResult<T> => {
    isOver = true;
    batch = [];
    if (handle !== null) border.close(handle);
    return { done: true, value: undefined };
  };
  const nextBatch = (): void => {
    at = handle === null ? passedOver : 0;
    handle ??= border.open(index);
    const rows = border.next(handle);
    if (rows === "") end();
    else batch = JSON.parse(rows);
  };
  const next = (): IteratorResult<T> => {
    while (!isOver && at >= batch.length) nextBatch();
    const row = batch[at++];
    return row === undefined ? end() : { done: false, value: itemOf(row) };
  };
  return {
    next: async () => {
      try {
        return next();
      } catch (error) {
        end();
        throw error;
      }
    },
    return: async () => end(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

/** A missing cell reads as ""; of columns with the same name the first one counts. */
const recordOf = (header: readonly string[], row: readonly string[]): Record<string, string> => {
  const record: Record<string, string> = {};
  for (let at = header.length - 1; at >= 0; at--) record[header[at] ?? ""] = row[at] ?? "";
  return record;
};

const emitTo =
  (tables: ReadonlyMap<string, TableLines>): GenomeIo["emit"] =>
  (name, row) => {
    const table = tables.get(name);
    if (!table)
      throw new TypeError(`emit("${name}"): no such table; this arena has ${list(tables.keys())}`);
    table.add(row);
  };

const flushAt = 65_536;

/** The lines of one table, which cross the border in blocks. */
class TableLines {
  readonly #border: Border;
  readonly #index: number;
  readonly #table: TableSpec;
  readonly #columns: ReadonlySet<string>;
  #pending = "";

  constructor(border: Border, index: number, table: TableSpec) {
    this.#border = border;
    this.#index = index;
    this.#table = table;
    this.#columns = new Set(table.columns);
  }

  add(row: Record<string, Cell>): void {
    this.#pending += csvLine(this.#isInOrder(row) ? this.#inOrder(row) : this.#byName(row));
    if (this.#pending.length >= flushAt) this.flush();
  }

  flush(): void {
    if (this.#pending !== "") this.#border.write(this.#index, this.#pending);
    this.#pending = "";
  }

  /** Most rows name all columns in the table's order, and need no looking up by name. */
  #isInOrder(row: Record<string, Cell>): boolean {
    const { columns } = this.#table;
    const names = Object.keys(row);
    return names.length === columns.length && names.every((name, at) => name === columns[at]);
  }

  #inOrder(row: Record<string, Cell>): string[] {
    const cells: readonly (Cell | undefined)[] = Object.values(row);
    return this.#table.columns.map((column, at) => this.#text(cells[at], column));
  }

  #byName(row: Record<string, Cell>): string[] {
    const { name, columns } = this.#table;
    for (const column of Object.keys(row))
      if (!this.#columns.has(column))
        throw new TypeError(
          `emit("${name}"): no column "${column}"; the table has ${list(columns)}`,
        );
    return columns.map((column) =>
      Object.hasOwn(row, column) ? this.#text(row[column], column) : "",
    );
  }

  #text(cell: Cell | undefined, column: string): string {
    if (cell === null) return "";
    if (typeof cell === "string") return cell;
    if (typeof cell === "number" || typeof cell === "boolean") return String(cell);
    throw new TypeError(
      `emit("${this.#table.name}"): column "${column}" is ${typeof cell}; give a string, number, boolean or null`,
    );
  }
}

const list = (words: Iterable<string>): string => [...words].join(", ");

/** What a genome prints is shown to people as log lines; it is never read as data. */
const installConsole = (border: Border): void => {
  const print = (...words: unknown[]): void => border.print(words.map(String).join(" "));
  Object.assign(globalThis, {
    console: { log: print, info: print, warn: print, error: print, debug: print },
  });
};
