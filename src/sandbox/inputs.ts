import { readFileSync } from "node:fs";
import { lenientRows } from "../csv/lenient.ts";
import type { RunnerJob } from "./job.ts";

const rowsPerBatch = 256;

/** The run's input files, read in batches of raw rows so that memory stays constant. */
export class Inputs {
  readonly #files: RunnerJob["inputs"];
  readonly #open = new Map<number, AsyncGenerator<string[]>>();
  #handles = 0;

  constructor(files: RunnerJob["inputs"]) {
    this.#files = files;
  }

  async headers(): Promise<{ name: string; header: string[] }[]> {
    return Promise.all(
      this.#files.map(async ({ name, path }) => {
        for await (const header of lenientRows(path)) return { name, header };
        return { name, header: [] };
      }),
    );
  }

  open(input: number): number {
    this.#open.set(++this.#handles, lenientRows(this.#path(input)));
    return this.#handles;
  }

  async next(handle: number): Promise<string> {
    const rows = this.#open.get(handle);
    const batch: string[][] = [];
    while (rows && batch.length < rowsPerBatch) {
      const { value, done } = await rows.next();
      if (done) break;
      batch.push(value);
    }
    return batch.length === 0 ? "" : JSON.stringify(batch);
  }

  close(handle: number): void {
    void this.#open.get(handle)?.return(undefined);
    this.#open.delete(handle);
  }

  text(input: number): string {
    return readFileSync(this.#path(input), "utf8").replace(/^\ufeff/, "");
  }

  #path(input: number): string {
    return this.#files[input]?.path ?? "";
  }
}
