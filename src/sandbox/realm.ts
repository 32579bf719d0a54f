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
  const io: GenomeIo = {
    inputs: world.inputs.map((input, index) => inputOver(border, index, input)),
    emit: emitOver(border, world.tables),
  };
  const result: unknown = await (clean as Genome)(io);
  if (Object(result) === result && Symbol.asyncIterator in Object(result))
    throw new TypeError("clean is a generator, so its body never ran; make it an async function");
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
): Input => {
  async function* rows(): AsyncGenerator<string[]> {
    const handle = border.open(index);
    try {
      for (let batch = border.next(handle); batch !== ""; batch = border.next(handle))
        yield* JSON.parse(batch) as string[][];
    } finally {
      border.close(handle);
    }
  }
  async function* records(): AsyncGenerator<Record<string, string>> {
    let first = true;
    for await (const row of rows()) {
      if (!first) yield recordOf(header, row);
      first = false;
    }
  }
  return { name, header, rows, records, text: async () => border.text(index) };
};

/** A missing cell reads as ""; of columns with the same name the first one counts. */
const recordOf = (header: readonly string[], row: readonly string[]): Record<string, string> => {
  const record: Record<string, string> = {};
  for (let at = header.length - 1; at >= 0; at--) record[header[at] ?? ""] = row[at] ?? "";
  return record;
};

const emitOver = (border: Border, tables: readonly TableSpec[]): GenomeIo["emit"] => {
  const known = new Map(
    tables.map((table, index) => [table.name, { index, ...table, set: new Set(table.columns) }]),
  );
  return (name, row) => {
    const table = known.get(name);
    if (!table)
      throw new TypeError(`emit("${name}"): no such table; this arena has ${list(known.keys())}`);
    for (const column of Object.keys(row))
      if (!table.set.has(column))
        throw new TypeError(
          `emit("${name}"): no column "${column}"; the table has ${list(table.columns)}`,
        );
    const cells = table.columns.map((column) =>
      Object.hasOwn(row, column) ? cellText(row[column], name, column) : "",
    );
    border.write(table.index, csvLine(cells));
  };
};

const cellText = (cell: Cell | undefined, table: string, column: string): string => {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number" || typeof cell === "boolean") return String(cell);
  throw new TypeError(
    `emit("${table}"): column "${column}" is ${typeof cell}; give a string, number, boolean or null`,
  );
};

const list = (words: Iterable<string>): string => [...words].join(", ");

/** What a genome prints is shown to people as log lines; it is never read as data. */
const installConsole = (border: Border): void => {
  const print = (...words: unknown[]): void => border.print(words.map(String).join(" "));
  Object.assign(globalThis, {
    console: { log: print, info: print, warn: print, error: print, debug: print },
  });
};
