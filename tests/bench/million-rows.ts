import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Table } from "../../src/domain/arena.ts";
import type { SandboxJob } from "../../src/sandbox/job.ts";
import { shipped } from "../support/finance.ts";
import { processorTimeOf } from "../support/processor-time.ts";
import { type Cost, cheapest, costOf, watchedRun } from "./measure.ts";
import { bareCsvParse, duckdbComparison } from "./peers.ts";

const cli = shipped("dist/cli.cjs");

const passThrough = `
import type { Genome } from "cleanloop/kit";
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs)
    for await (const { id = "", day = "", value = "", name = "", status = "" } of input.records())
      emit("master", { id, day, value, name, status });
};
`;

const columns = { id: "text", day: "date", value: "number", name: "text", status: "text" };

/** A project whose one feed is right as it stands; gold and feed have so many rows. */
const layOut = (root: string, rows: number): void => {
  for (const folder of ["data/input", "data/gold", "genome", ".output"])
    mkdirSync(join(root, folder), { recursive: true });
  const arena = {
    name: "large",
    goal: "The feed as it stands.",
    tables: { master: { file: "master.csv", columns, required: ["id"] } },
    gold: { file: "gold/expected.csv", table: "master" },
    limits: { timeoutSeconds: 3600, memoryMb: 512, outputMb: 4096 },
  };
  writeFileSync(join(root, "data/arena.json"), JSON.stringify(arena));
  for (const file of ["clean_data.ts", "clean_data_starter.ts"])
    writeFileSync(join(root, "genome", file), passThrough);
  for (const file of ["data/input/feed.csv", "data/gold/expected.csv"])
    writeRows(join(root, file), rows);
};

const two = (number: number): string => String(number).padStart(2, "0");

const rowAt = (at: number): string =>
  `INV-${at},2024-${two((at % 12) + 1)}-${two((at % 28) + 1)},${at % 9973}.${(at % 9) + 1},` +
  `Customer ${at % 99_991},${["paid", "open", "void"][at % 3]}\n`;

const writeRows = (path: string, rows: number): void => {
  const file = openSync(path, "w");
  let text = `${Object.keys(columns).join()}\n`;
  for (let at = 0; at < rows; at++) {
    text += rowAt(at);
    if (text.length < 1_048_576) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
};

const writeCommas = (path: string, bytes: number): void => {
  const names = Object.keys(columns);
  const row = `${",".repeat(names.length - 1)}\n`;
  writeFileSync(path, `${names.join()}\n${row.repeat(bytes / row.length)}`);
};

export interface MillionRows {
  /** Judging over DuckDB's comparison of the same two files, by the clock and by the processor. */
  readonly judging: Cost;
  readonly judgingMb: number;
  /** The same with ten times as many rows in the table, of which the gold knows a tenth. */
  readonly tenfoldMb: number;
  /** Judging a table of the same size in bytes whose rows are nothing but commas, over judging it. */
  readonly tiny: Cost;
  /** A contained run from its request to its tables, over csv-parse that reads the feed. */
  readonly running: Cost;
}

export const millionRows = async (rows: number, times: number): Promise<MillionRows> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    layOut(root, rows);
    const [feed, gold, tenfold] = [
      "data/input/feed.csv",
      "data/gold/expected.csv",
      "tenfold.csv",
    ].map((file) => join(root, file)) as [string, string, string];
    const evaluate = (table: string) => [cli, "evaluate", table, "--json", "--root", root];
    const ours = cheapest(times, () => costOf(process.execPath, evaluate(feed)));
    const theirs = cheapest(times, () => duckdbComparison(feed, gold));
    const { peakMb } = await watchedRun(process.execPath, evaluate(feed));
    writeRows(tenfold, 10 * rows);
    const { peakMb: tenfoldMb } = await watchedRun(process.execPath, evaluate(tenfold));
    const commas = join(root, "commas.csv");
    writeCommas(commas, statSync(feed).size);
    const tiny = cheapest(times, () => costOf(process.execPath, evaluate(commas)));
    const parsed = cheapest(times, () => bareCsvParse(feed));
    return {
      judging: over(ours, theirs),
      judgingMb: peakMb,
      tenfoldMb,
      tiny: over(tiny, ours),
      running: over(await cheapestRun(root, feed, times), parsed),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const over = (cost: Cost, base: Cost): Cost => ({
  clock: cost.clock / base.clock,
  processor: cost.processor / base.processor,
});

/** The kernel tells nobody what ran behind walls, so the same runner is watched once more without. */
const cheapestRun = async (root: string, feed: string, times: number): Promise<Cost> => {
  const library: typeof import("../../src/index.ts") = await import(
    pathToFileURL(shipped("dist/index.js")).href
  );
  const { project, ports } = library.openProject(root);
  const compiled = await ports.compiler.compile(Buffer.from(passThrough));
  if (!compiled.ok) throw new Error("the genome that passes rows through does not compile");
  const { js: program } = compiled.program;
  const { master } = project.arena;
  const contained: Cost[] = [];
  for (let time = 0; time < times; time++) {
    const outputFolder = mkdtempSync(join(root, "out-"));
    const start = performance.now();
    const ofOurs = await processorTimeOf(async () => {
      const { outcome } = await ports.containment.run(
        {
          program,
          inputs: [{ name: "feed.csv", path: feed }],
          tables: [master],
          limits: { timeoutSeconds: 3600, memoryMb: 512, outputMb: 4096 },
          outputFolder,
        },
        { isolation: "auto", allowProcess: true },
      );
      if (outcome !== "ok") throw new Error(`a million rows passed through ended as ${outcome}`);
    });
    contained.push({ clock: performance.now() - start, processor: ofOurs });
    rmSync(outputFolder, { recursive: true });
  }
  const bare = cheapest(times, () => bareRun(root, feed, program, master));
  const { clock, processor } = cheapest(times, () => contained.shift() ?? bare);
  return { clock, processor: processor + bare.processor };
};

const bareRun = (root: string, feed: string, program: string, { file }: Table): Cost => {
  const output = mkdtempSync(join(root, "out-"));
  const paths = { program: join(output, "clean.js"), job: join(output, "job.json") };
  const job: SandboxJob = {
    program: paths.program,
    inputs: [{ name: "feed.csv", path: feed }],
    tables: [{ name: "master", file, columns: Object.keys(columns) }],
    output,
  };
  writeFileSync(paths.program, program);
  writeFileSync(paths.job, JSON.stringify(job));
  const runner = [shipped("dist/sandbox/runner.cjs"), paths.job];
  const cost = costOf(process.execPath, ["--experimental-vm-modules", "--no-warnings", ...runner]);
  rmSync(output, { recursive: true });
  return cost;
};
