import { closeSync, openSync, statSync, writeFileSync } from "node:fs";
import { csvLine } from "../../cells/csv-line.ts";
import type { FeedCount, RefusedRow } from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";
import { maxRowBytes } from "../../sandbox/feed-rows.ts";
import { writing } from "../error-reasons.ts";
import { mostUnpackedBytes } from "./feed-bytes.ts";

/** A table of more columns than a spreadsheet can have is no table. */
const mostColumns = 16_384;
const mostNamed = 1000;
const flushAt = 262_144;

/** Writes what a feed holds as the CSV that a genome reads, and counts it. */
export class PlainCsv {
  readonly #source: string;
  readonly #path: string;
  readonly #file: number;
  readonly #refused: RefusedRow[] = [];
  readonly #most: number;
  #pending = "";
  #rows = 0;
  #bytes = 0;
  #refusals = 0;

  constructor(source: string, path: string) {
    this.#source = source;
    this.#path = path;
    this.#most = mostUnpackedBytes(statSync(source).size);
    this.#file = writing(path, () => openSync(path, "wx"));
  }

  header(names: readonly string[]): void {
    if (names.length > mostColumns)
      throw this.#refusal(`has ${names.length} columns, more than ${mostColumns}`);
    this.#write(names);
  }

  row(cells: readonly string[]): void {
    this.#rows++;
    this.#write(cells);
  }

  refuse(place: string, reason: string): void {
    this.#refusals++;
    if (this.#refused.length < mostNamed) this.#refused.push({ place, reason });
  }

  count(): Omit<FeedCount, "account"> {
    return { rows: this.#rows, refusedRows: this.#refusals, refused: this.#refused };
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #write(cells: readonly string[]): void {
    const line = csvLine(cells);
    if (line.length > maxRowBytes)
      throw this.#refusal(`holds a row of more than ${maxRowBytes} bytes`);
    this.#pending += line;
    if (this.#pending.length > flushAt) this.#flush();
  }

  #refusal(finding: string): Problem {
    return Problem.of("bad-input", {
      path: this.#source,
      finding,
      hint: "a real table has fewer: look at how it was exported",
    });
  }

  #flush(): void {
    this.#bytes += this.#pending.length;
    if (this.#bytes > this.#most)
      throw this.#refusal(`comes to more than ${this.#most} characters of CSV`);
    writing(this.#path, () => writeFileSync(this.#file, this.#pending));
    this.#pending = "";
  }
}
