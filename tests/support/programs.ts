import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { removeFolder } from "./remove-folder.ts";

const fixture = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, "../fixtures/genomes", name), "utf8");

/** Everything right on the finance project. */
export const perfect = fixture("perfect-finance.ts");
/** Better than the starter, and still not all. */
export const better = perfect.replace("amount ?? adjusted ?? resolved", "amount ?? resolved");
/** Loses every row. */
export const worse = "export const clean = () => {};\n";

/** Programs of an operator's, in a folder of their own outside of any project. */
export class Programs {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "cleanloop programs-"));
    chmodSync(this.folder, 0o755);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** An executable one in JavaScript; its path, quoted as a word of a command. */
  write(name: string, ...body: string[]): string {
    writeFileSync(this.path(name), scriptOf(...body));
    chmodSync(this.path(name), 0o755);
    return `"${this.path(name)}"`;
  }

  dispose(): void {
    removeFolder(this.folder);
  }
}

/** `request` is what it is told, and `answer` says its last word. */
export const scriptOf = (...body: string[]): string =>
  [
    "#!/usr/bin/env node",
    'const { readFileSync, readdirSync, writeFileSync } = require("node:fs");',
    'const { spawn, spawnSync } = require("node:child_process");',
    'const told = () => JSON.parse(readFileSync(0, "utf8"));',
    "const answer = (value) => process.stdout.write(JSON.stringify(value));",
    ...body,
    "",
  ].join("\n");

/** Answers with the texts in turn, then says that nothing is left. */
export const answersInTurn = (...texts: string[]): string[] => [
  `const texts = ${JSON.stringify(texts)};`,
  "const text = texts[told().round - 1];",
  'answer(text ? { text, hypothesis: "as told" } : { saturated: "all told" });',
];
