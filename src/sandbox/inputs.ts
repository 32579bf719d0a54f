import { readFileSync } from "node:fs";
import { lenientRows } from "./feed-rows.ts";
import type { SandboxJob } from "./job.ts";

const rowsPerBatch = 256;

/** The run's input files, read in batches of raw rows so that memory stays constant. */
export class Inputs {
  readonly #files: SandboxJob["inputs"];
  readonly #readings = new Map<number, Iterator<string[]>>();
  /** Files of which only the header has been read: the first reading goes on from there. */
  readonly #begun = new Map<number, Iterator<string[]>>();
  #handles = 0;

  constructor(files: SandboxJob["inputs"]) {
    this.#files = files;
  }

  headers(): { name: string; header: string[] }[] {
    return this.#files.map(({ name, path }, input) => {
      const rows = lenientRows(path);
      const { value: header, done } = rows.next();
      if (done) return { name, header: [] };
      this.#begun.set(input, withFirst(header, rows));
      return { name, header };
    });
  }

  open(input: number): number {
    this.#readings.set(++this.#handles, this.#begun.get(input) ?? lenientRows(this.#path(input)));
    this.#begun.delete(input);
    return this.#handles;
  }

  next(handle: number): string {
    const rows = this.#readings.get(handle);
    const batch: string[][] = [];
    while (rows && batch.length < rowsPerBatch) {
      const { value, done } = rows.next();
      if (done) break;
      batch.push(value);
    }
    return batch.length === 0 ? "" : JSON.stringify(batch);
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

function* withFirst(first: string[], rest: Generator<string[]>): Generator<string[]> {
  yield first;
  yield* rest;
}
