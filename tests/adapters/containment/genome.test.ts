import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Backend } from "../../../src/adapters/containment/backends/backend.ts";
import { Sandbox } from "../../../src/adapters/containment/containment.ts";
import { thisNode } from "../../../src/adapters/containment/node.ts";
import type { Job } from "../../../src/domain/run.ts";
import { needs } from "../../support/machine.ts";
import { everyBackend, newWorld, unhurried, type World } from "./world.ts";

const runtime = {
  folder: join(import.meta.dirname, "../../../dist/sandbox"),
  entry: "runner.cjs",
  node: thisNode(),
};
const copies = `
export const clean = async ({ inputs, emit }) => {
  for (const input of inputs)
    for await (const row of input.records()) emit("master", { entity: input.name + ":" + row.a });
};`;

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.end());

const run = (backend: Backend, job: Partial<Job>) =>
  new Sandbox(runtime, [backend]).run(world.job(job), { isolation: "auto", allowProcess: true });

const input = (name: string, content = "a\n1\n2\n") => {
  const folder = join(world.base, "in puts, with * and \\ and ü");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return { name, path: join(folder, name) };
};

describe.each(everyBackend)("a genome on $name", ({ backend, needed }) => {
  beforeEach(needs(...needed));

  test("reads its inputs, whatever they are called, and leaves its table", async () => {
    const names = ["plain.csv", "two words.csv", "comma,star*.csv", "#tab\there.csv", "ünï.csv"];
    const ran = await run(backend, { program: copies, inputs: names.map((name) => input(name)) });
    expect(ran).toMatchObject({ outcome: "ok", facts: { exitCode: 0, violation: false } });
    const table = ran.outcome === "ok" ? (ran.tables.get("master") ?? "") : "";
    const rows = names.flatMap((name) => ["1", "2"].map((a) => `${name}:${a}`));
    const cells = readFileSync(table, "utf8").trimEnd().split("\n").slice(1);
    expect(cells.map((cell) => cell.replaceAll('"', ""))).toEqual(rows);
  });

  test("says where it failed", async () => {
    const program = "export const clean = () => {\n  throw new Error('no such thing');\n};";
    const ran = await run(backend, { program });
    expect(ran).toMatchObject({
      outcome: "crash",
      detail: "exited with code 1",
      facts: { exitCode: 1 },
    });
    expect(ran.facts.stderr).toContain("no such thing");
  });

  test("lives with the least memory that may be asked for", async () => {
    const limits = { timeoutSeconds: unhurried, memoryMb: 16, outputMb: 1 };
    const ran = await run(backend, { program: copies, inputs: [input("plain.csv")], limits });
    expect(ran.outcome).toBe("ok");
  });

  test("may use most of its memory for garbage", async () => {
    const program = `export const clean = () => {
      let kept = 0;
      for (let i = 0; i < 800; i++) kept += Array.from({ length: 20000 }, () => ({ i })).length;
    };`;
    const limits = { timeoutSeconds: unhurried, memoryMb: 300, outputMb: 1 };
    expect((await run(backend, { program, limits })).outcome).toBe("ok");
  });

  test("finds no process, no files, no network and no code from strings", async () => {
    const program = `export const clean = () => {
      let made = "none";
      try { made = (() => {}).constructor("return 1")(); } catch {}
      console.log([typeof process, typeof require, typeof fetch, made].join(" "));
    };`;
    const ran = await run(backend, { program });
    expect(ran.facts.stdout.trim()).toBe("undefined undefined undefined none");
  });
});
