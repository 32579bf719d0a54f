import { genome } from "../probe.ts";

/** What a run leaves and prints: floods, forgeries, and text that is no text. */
export const outputs = [
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
    wants: "whoever reports it to fall over",
    winsIfAccepted: true,
    body: `
  throw new Proxy({}, { get() { throw new Error("again"); }, getPrototypeOf() { throw new Error("again"); } });`,
  }),
  genome({
    name: "an error of 100 MB",
    wants: "whoever reports it to drown",
    winsIfAccepted: true,
    body: `  throw Object.assign(new Error("x"), { stack: "x".repeat(100_000_000) });`,
  }),
];
