import { readFileSync } from "node:fs";
import { lenientRowsOf } from "../cells/csv-rows.ts";
import type { SandboxJob } from "./job.ts";
import { rowBatches } from "./row-batches.ts";

/** The run's input files, read in batches of raw rows so that memory stays constant. */
export class Inputs {
  readonly #files: SandboxJob["inputs"];
  readonly #readings = new Map<number, Iterator<string>>();
  /** Files of which only the first batch has been read: the first reading goes on from there. */
  readonly #begun = new Map<number, Iterator<string>>();
  #handles = 0;

  constructor(files: SandboxJob["inputs"]) {
    this.#files = files;
  }

  headers(): { name: string; header: string[] }[] {
    return this.#files.map(({ name, path }, input) => {
      const batches = rowBatches(path);
      const { value: first, done } = batches.next();
      if (done) return { name, header: [] };
      this.#begun.set(input, withFirst(first, batches));
      const [header = []]: string[][] = JSON.parse(first);
      return { name, header };
    });
  }

  open(input: number): number {
    this.#readings.set(++this.#handles, this.#begun.get(input) ?? rowBatches(this.#path(input)));
    this.#begun.delete(input);
    return this.#handles;
  }

  /** JSON: the next raw rows, or "" at the end. */
  next(handle: number): string {
    return this.#readings.get(handle)?.next().value ?? "";
  }

  close(handle: number): void {
    this.#readings.get(handle)?.return?.();
    this.#readings.delete(handle);
  }

  text(input: number): string {
    return readFileSync(this.#path(input), "utf8").replace(/^\ufeff/, "");
  }

  #path(input: number): string {
    return this.#files[input]?.path ?? "";
  }
}

/** The first row with a quote costs as much as hundreds of others. */
export const readRowAhead = (): void => void [...lenientRowsOf('"a","b"\n')];

function* withFirst(first: string, rest: Generator<string>): Generator<string> {
  yield first;
  yield* rest;
}
