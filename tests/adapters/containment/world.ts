import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Runtime } from "../../../src/adapters/containment/attempt.ts";
import type { Backend } from "../../../src/adapters/containment/backends/backend.ts";
import { bwrap } from "../../../src/adapters/containment/backends/bwrap.ts";
import { processOnly } from "../../../src/adapters/containment/backends/process.ts";
import { unshare } from "../../../src/adapters/containment/backends/unshare.ts";
import { thisNode } from "../../../src/adapters/containment/node.ts";
import type { Job } from "../../../src/domain/run.ts";
import type { Need } from "../../support/machine.ts";
import { removeFolder } from "../../support/remove-folder.ts";

/** A program that does what the runner does for an honest genome. */
export const writesTables = `
const fs = require("node:fs");
const path = require("node:path");
const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
for (const { file, columns } of job.tables)
  fs.writeFileSync(path.join(job.output, file), columns.join(",") + "\\n");
`;
export const fails = "process.exit(3);";
export const neverEnds = "for (;;);";
/** So long that no machine is too slow for what is to happen before. */
export const unhurried = 600;

/** A folder of its own in which everything happens, CleanLoop's temporary files too. */
export interface World {
  readonly base: string;
  /** Where Node starts with this text. */
  runtime(program: string): Runtime;
  job(more?: Partial<Job>): Job;
  /** What CleanLoop has left among the temporary files. */
  leftBehind(): string[];
  end(): void;
}

export const newWorld = (): World => {
  const before = process.env.TMPDIR;
  const base = mkdtempSync(join(tmpdir(), "world-"));
  const temporary = join(base, "temporary");
  const output = join(base, "output");
  for (const folder of [temporary, output]) mkdirSync(folder);
  process.env.TMPDIR = temporary;
  let runtimes = 0;
  return {
    base,
    runtime: (program) => {
      const folder = join(base, `runtime-${runtimes++}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "program.cjs"), program);
      return { folder, entry: "program.cjs", node: thisNode() };
    },
    job: (more) => ({
      program: "",
      inputs: [],
      tables: [
        {
          name: "master",
          file: "master.csv",
          columns: [{ name: "entity", type: "text" }],
          required: [],
        },
      ],
      limits: { timeoutSeconds: unhurried, memoryMb: 128, outputMb: 4 },
      outputFolder: output,
      ...more,
    }),
    leftBehind: () => readdirSync(temporary),
    end: () => {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      removeFolder(base);
    },
  };
};

/** Every backend, and what the machine must have for it. */
export const everyBackend: readonly {
  readonly name: string;
  readonly backend: Backend;
  readonly needed: readonly Need[];
}[] = [
  { name: "bwrap", backend: bwrap, needed: ["bubblewrap"] },
  { name: "unshare", backend: unshare, needed: ["namespaces"] },
  { name: "process", backend: processOnly, needed: [] },
];
