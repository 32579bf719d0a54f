import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";

const source = resolve(import.meta.dirname, "../src");

/** Which rooms a room may import from, besides itself. Everything points downward. */
const below: Record<string, readonly string[]> = {
  "start.ts": ["version.ts"],
  "cli.ts": ["command-line.ts", "domain"],
  "command-line.ts": ["commands", "report", "domain", "wiring.ts", "version.ts"],
  "index.ts": ["core", "policy", "domain", "wiring.ts", "version.ts"],
  "wiring.ts": ["adapters", "proposers", "red-team", "domain", "version.ts"],
  "gate.ts": ["adapters"],
  "search.ts": ["proposers", "domain"],
  "unpack.ts": ["adapters"],
  "version.ts": [],
  commands: ["core", "report", "domain"],
  page: ["report", "core", "domain"],
  report: ["core", "policy", "domain"],
  core: ["policy", "cells", "domain"],
  "red-team": ["adapters", "sandbox", "domain"],
  proposers: ["cells", "kit", "domain"],
  adapters: ["policy", "cells", "kit", "sandbox", "domain"],
  policy: ["cells", "domain"],
  cells: ["kit", "domain"],
  domain: [],
  sandbox: ["kit", "cells"],
  kit: [],
};

/** The only modules of Node that a pure room may use: they compute, and touch nothing. */
const pureBuiltins: Record<string, readonly string[]> = {
  kit: [],
  cells: [],
  policy: ["node:buffer", "node:crypto"],
  proposers: ["node:crypto"],
  domain: ["node:crypto", "node:path"],
  report: [],
  core: ["node:path"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  /** Whether it is loaded with the file: not when only types are taken, or it is fetched later. */
  readonly atOnce: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(source, file), "utf8");
  const { module } = parseSync(file, text, { sourceType: "module" });
  const named = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      to: moduleRequest.value,
      atOnce: entries.length === 0 || entries.some(({ isType }) => !isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? { to: moduleRequest.value, atOnce: !isType } : [],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      to: text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      atOnce: false,
    })),
  ];
  return named.map((one) => ({ from: file, ...one }));
});

const roomOf = (file: string): string => file.split("/")[0] ?? file;

const targetOf = ({ from, to }: Import): string =>
  relative(source, resolve(source, dirname(from), to));

test("every file in src belongs to a room that this test knows", () => {
  const unknown = files.filter((file) => !(roomOf(file) in below));
  expect(unknown).toEqual([]);
});

test("imports point downward only", () => {
  const upward = imports
    .filter(({ to }) => to.startsWith("."))
    .filter((one) => !targetOf(one).startsWith(".."))
    .filter((one) => {
      const [room, target] = [roomOf(one.from), roomOf(targetOf(one))];
      return room !== target && !below[room]?.includes(target);
    })
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(upward).toEqual([]);
});

test("no two files import each other in a circle", () => {
  const edges = new Map<string, string[]>();
  for (const one of imports)
    if (one.to.startsWith("."))
      edges.set(one.from, [...(edges.get(one.from) ?? []), targetOf(one)]);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test("asking for help or the version loads no schema and nothing that does work", () => {
  const loaded = new Set(["cli.ts"]);
  for (const file of loaded)
    for (const one of imports)
      if (one.from === file && one.atOnce && one.to.startsWith(".")) loaded.add(targetOf(one));
  const costly = imports
    .filter(({ from, atOnce }) => atOnce && loaded.has(from))
    .filter(({ to }) => !to.startsWith(".") && to !== "commander")
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(costly).toEqual([]);
});

test("pure rooms touch no file, clock, process or network", () => {
  const impure = imports
    .filter(({ to }) => to.startsWith("node:"))
    .filter(({ from, to }) => pureBuiltins[roomOf(from)]?.includes(to) === false)
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(impure).toEqual([]);
  const clocks = files
    .filter((file) => ["kit", "cells", "policy", "domain", "report"].includes(roomOf(file)))
    .filter((file) =>
      /\b(Date\.now|new Date\(\)|Math\.random|performance\.|process\.[a-z])/.test(
        readFileSync(join(source, file), "utf8"),
      ),
    );
  expect(clocks).toEqual([]);
});

test("programs are started in one file, by execa, and by nothing else", () => {
  const isHostile = (file: string): boolean => /^red-team\/(genomes|escaped)\//.test(file);
  const starting = (to: string): string[] =>
    imports.filter((one) => one.to === to && !isHostile(one.from)).map(({ from }) => from);
  expect([...new Set(starting("execa"))]).toEqual(["adapters/processes/start-program.ts"]);
  expect(starting("node:child_process")).toEqual([]);
  const hidden = files
    .filter((file) => !isHostile(file) && !file.includes("start-program"))
    .filter((file) => /child_process|execa\b/.test(readFileSync(join(source, file), "utf8")));
  expect(hidden).toEqual([]);
});

test("only the command line prints", () => {
  const printing = files
    .filter(
      (file) =>
        !["start.ts", "cli.ts", "gate.ts", "unpack.ts", "sandbox", "red-team"].includes(
          roomOf(file),
        ),
    )
    .filter((file) =>
      /console\.|process\.std(out|err)\.write|writeSync\(1/.test(
        readFileSync(join(source, file), "utf8"),
      ),
    );
  expect(printing).toEqual([]);
});

/** Of each file, the names that it declares and gives away; those of others that it passes on are theirs. */
const exported = new Map(
  files.map((file) => {
    const text = readFileSync(join(source, file), "utf8");
    const { staticExports } = parseSync(file, text, { sourceType: "module" }).module;
    const own = staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, exportName }) =>
        moduleRequest || !exportName.name ? [] : [exportName.name],
      ),
    );
    return [file, new Set(own)] as const;
  }),
);

test("no exported name is declared twice, but for the entry that every command has", () => {
  const places = new Map<string, string[]>();
  for (const [file, names] of exported)
    for (const name of names)
      if (name !== "run" || roomOf(file) !== "commands")
        places.set(name, [...(places.get(name) ?? []), file]);
  const twice = [...places].filter(([, at]) => at.length > 1);
  expect(twice.map(([name, at]) => `${name}: ${at.join(", ")}`)).toEqual([]);
});

test("no file stands beside a folder of its name", () => {
  const folders = new Set(files.map((file) => dirname(file)));
  expect(files.filter((file) => folders.has(file.replace(/\.ts$/, "")))).toEqual([]);
});
