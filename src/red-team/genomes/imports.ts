import { genome, text, tokenMark } from "../probe.ts";

/** `seen` is what the module would give; the genome says so if it is there. */
const using = (seen: string): string => `
export const clean = ({ emit }: any) => {
  console.log("${tokenMark} began");
  console.log("${tokenMark} got " + typeof ${seen});
};
`;

/** Modules other than the kit, asked for in every way that the language has. */
export const imports = [
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
