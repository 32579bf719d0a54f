/**
 * The program inside the sandbox: gives one genome its inputs and writes its tables. Tables get
 * their final names only after `clean` has finished, so a run that ends early leaves none.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createContext, type Module, SourceTextModule } from "node:vm";
import { Inputs, readRowAhead } from "./inputs.ts";
import type { Border, SandboxJob, World } from "./job.ts";
import { TableFiles } from "./tables.ts";
import { waitForJob } from "./wait-for-job.ts";

const [, self = "", jobFile = ""] = process.argv;

const main = async (path: string): Promise<void> => {
  const realm = await openRealm();
  if (!existsSync(path)) {
    // A good part of a start, and of reading the first feed, and there is time.
    await realm.loadKit();
    readRowAhead();
    waitForJob(path);
  }
  const job: SandboxJob = JSON.parse(readFileSync(path, "utf8"));
  const inputs = new Inputs(job.inputs);
  const tables = new TableFiles(job.output, job.tables);
  const world: World = { tables: job.tables, inputs: inputs.headers() };
  const border: Border = {
    world: JSON.stringify(world),
    open: (input) => inputs.open(input),
    next: (handle) => inputs.next(handle),
    close: (handle) => inputs.close(handle),
    text: (input) => inputs.text(input),
    write: (table, lines) => tables.write(table, lines),
    print: (line) => console.log(line),
  };
  const clean = await realm.load(readFileSync(job.program, "utf8"));
  await realm.runClean(clean, border);
  tables.publish();
};

type RunClean = (clean: unknown, border: Border) => Promise<void>;

interface Realm {
  readonly runClean: RunClean;
  loadKit(): Promise<unknown>;
  /** What the genome exports as `clean`. */
  load(program: string): Promise<unknown>;
}

/** A realm of its own: no process, no require, no code from strings, and one module to import. */
const openRealm = async (): Promise<Realm> => {
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } });
  const beside = (file: string): string => readFileSync(join(dirname(self), file), "utf8");
  const compile = (source: string, identifier: string): SourceTextModule =>
    new SourceTextModule(source, { context, identifier, importModuleDynamically: ready });
  let kit: SourceTextModule | undefined;
  const realm = await ready(compile(beside("realm.js"), "cleanloop/realm"));
  const { runClean } = realm.namespace as { runClean: RunClean };
  return {
    runClean,
    loadKit: () => ready("cleanloop/kit"),
    load: async (program) => {
      const genome = await ready(compile(program, "clean_data.ts"));
      return (genome.namespace as { clean?: unknown }).clean;
    },
  };

  /** The kit costs a good part of a start, so it is loaded only when it is imported. */
  function link(specifier: string): Module {
    if (specifier !== "cleanloop/kit")
      throw new Error(`"${specifier}" cannot be imported; a genome may import cleanloop/kit only`);
    kit ??= compile(beside("kit.js"), "cleanloop/kit");
    return kit;
  }

  async function ready(wanted: Module | string): Promise<Module> {
    const module = typeof wanted === "string" ? link(wanted) : wanted;
    if (module.status === "unlinked") await module.link(link);
    await module.evaluate();
    return module;
  }
};

const finished = main(jobFile);
let settled = false;
finished.then(
  () => {
    settled = true;
    process.exit(0);
  },
  (error: unknown) => {
    settled = true;
    console.error(messageOf(error));
    process.exit(1);
  },
);
process.on("exit", () => {
  if (settled) return;
  console.error("clean() never finished: it awaits something that cannot happen");
  process.exitCode = 1;
});

/** What the genome threw, with those places in its stack that are its own or the kit's. */
const messageOf = (error: unknown): string => {
  try {
    const stack = (error as { stack?: unknown } | null | undefined)?.stack;
    return typeof stack === "string" ? ownPlaces(stack) : `thrown: ${String(error)}`;
  } catch {
    return "thrown: something that cannot be shown";
  }
};

const ownPlaces = (stack: string): string =>
  stack
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) || /clean_data\.ts:|cleanloop\/kit:/.test(line))
    .join("\n");
