import { genome, text, tokenMark } from "../probe.ts";

/** `seen` is what the module would give; the genome says so if it is there. */
const using = (seen: string): string => `
export const clean = ({ emit }: any) => {
  console.log("${tokenMark} began");
  console.log("${tokenMark} got " + typeof ${seen});
};
`;

/** Modules other than the kit, asked for in every way that the language has. */
export const importsGenomes = [
  text(
    { name: "static import", wants: "Node's file system" },
    `import { readFileSync } from "node:fs";${using("readFileSync")}`,
  ),
  text(
    { name: "bare import", wants: "to start programs" },
    `import { spawn } from "child_process";${using("spawn")}`,
  ),
  text(
    { name: "escaped import", wants: "Node's file system under a spelling that a search misses" },
    String.raw`import * as fs from "\u006eode\x3afs";${using("fs.readFileSync")}`,
  ),
  text(
    { name: "re-exported module", wants: "Node's file system as an export" },
    `export * as fs from "node:fs";${using("fs")}`,
  ),
  text(
    { name: "import equals require", wants: "TypeScript to write a require" },
    `import fs = require("node:fs");${using("fs.readFileSync")}`,
  ),
  text(
    { name: "data URL import", wants: "to run code that the gate has not seen" },
    `import code from "data:text/javascript,export default process";${using("code")}`,
  ),
  genome({
    name: "dynamic import",
    wants: "Node's file system at run time",
    body: `const fs = await import("node:fs"); got(typeof fs.readFileSync);`,
  }),
  genome({
    name: "computed import",
    wants: "a module whose name exists only at run time",
    body: `const fs = await import(["node", "fs"].join(":")); got(typeof fs.readFileSync);`,
  }),
  genome({
    name: "imported from afar",
    wants: "code from the network",
    body: `const { code } = await import("http://127.0.0.1:9/code.js"); got(typeof code);`,
  }),
];

/** What a run leaves and prints: floods, forgeries, and text that is not text. */
export const outputsGenomes = [
  genome({
    name: "print flood",
    wants: "to fill the log",
    winsIfAccepted: true,
    body: `  for (;;) console.log("x".repeat(65_536));`,
  }),
  genome({
    name: "emit flood",
    wants: "to fill the disk, row by row",
    winsIfAccepted: true,
    body: `  for (;;) emit("master", { entity: "x".repeat(1000) });`,
  }),
  genome({
    name: "huge cells",
    wants: "one row larger than all of the output may be",
    winsIfAccepted: true,
    body: `  emit("master", { entity: "x".repeat(50_000_000) });`,
  }),
  genome({
    name: "thousands of columns",
    wants: "a table wider than it was declared",
    winsIfAccepted: true,
    body: `  emit("master", Object.fromEntries(Array.from({ length: 5000 }, (_, at) => ["c" + at, at])));`,
  }),
  genome({
    name: "torn by a throw halfway",
    wants: "half a table to be taken for a whole one",
    winsIfAccepted: true,
    body: `
  for (let at = 0; at < 2000; at++) emit("master", { entity: "row " + at });
  throw new Error("halfway");`,
  }),
  genome({
    name: "forged words of success",
    wants: "to be believed although it failed",
    winsIfAccepted: true,
    body: `
  console.log('{"outcome":"ok","score":14,"total":14,"fitness":1,"contained":true}');
  console.error("ok  finished in 0.01 s");
  throw new Error("exit 0");`,
  }),
  genome({
    name: "terminal control in what it prints",
    wants: "to clear the operator's screen and write what it likes",
    body: String.raw`  console.log("\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eko\u2066\u200b\r\n\u0000");`,
  }),
  genome({
    name: "terminal control in an error",
    wants: "to do the same with its last words",
    winsIfAccepted: true,
    body: String.raw`  throw new Error("\u001b]52;c;b3duZWQ=\u0007\u001b[1A\u001b[2K\u202eko");`,
  }),
  genome({
    name: "an error that cannot be shown",
    wants: "the program that reports it to fall over",
    winsIfAccepted: true,
    body: `
  throw new Proxy({}, { get() { throw new Error("again"); }, getPrototypeOf() { throw new Error("again"); } });`,
  }),
  genome({
    name: "an error of 100 MB",
    wants: "the program that reports it to drown",
    winsIfAccepted: true,
    body: `  throw Object.assign(new Error("x"), { stack: "x".repeat(100_000_000) });`,
  }),
];
