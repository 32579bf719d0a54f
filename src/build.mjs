// Builds dist/ from src/, one call for each kind of output. Plain JavaScript, since the oldest
// Node that CleanLoop runs on reads no TypeScript. What is built already is not built again.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { build } from "esbuild";
import { parseSync } from "oxc-parser";

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");
const stamp = join(dist, "built-from");
const sources = ["src", "package.json", "package-lock.json", "tsconfig.json"];

/** Bundled code of packages that were written for CommonJS asks for `require`. */
const withRequire = {
  js: "import{createRequire as __cjs}from'node:module';const require=__cjs(import.meta.url);",
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  target: "node20.19",
  logLevel: "warning",
  // Its other build hides what it is made of from a bundler.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
};

/** What packages load for abilities that we leave alone, and what is put in its place; each costs a part of a start. */
const unused = {
  // For programs beside our own.
  commander: { "node:child_process": "module.exports = {};" },
  // For a log in words, and for messages between processes.
  execa: {
    figures: "export default {};",
    yoctocolors: "export const bold = String, gray = bold, redBright = bold, yellowBright = bold;",
    "human-signals":
      "export const signalsByName = new Proxy({}, { get: (_, name) => ({ description: name }) });",
    "node:v8": 'export const serialize = (value) => require("v8").serialize(value);',
  },
};

const withoutUnused = {
  name: "without-unused",
  setup: ({ onResolve, onLoad }) => {
    for (const [owner, modules] of Object.entries(unused))
      for (const [path, contents] of Object.entries(modules)) {
        const namespace = `unused-by-${owner}`;
        onResolve({ filter: new RegExp(`^${path}$`) }, ({ importer }) =>
          importer.includes(`/node_modules/${owner}/`) ? { path, namespace } : null,
        );
        onLoad({ filter: new RegExp(`^${path}$`), namespace }, () => ({ contents }));
      }
  },
};

/** What only a user of a queue installs. */
const forQueues = ["bullmq", "ioredis"];

/** A program or library that runs in CleanLoop's own process; the native parsers stay outside. */
const program = (entry, folder, options = {}) =>
  build({
    ...shared,
    entryPoints: [entry],
    outdir: folder,
    format: "esm",
    platform: "node",
    minify: true,
    external: ["oxc-parser", "oxc-transform", ...forQueues],
    banner: withRequire,
    ...options,
  });

/** Split into chunks, so that whoever imports it loads only what is asked for. */
const library = () =>
  program("src/index.ts", "dist", {
    splitting: true,
    chunkNames: "chunks/library-[hash]",
    sourcemap: "linked",
  });

/**
 * The native parsers, without the many modules around them: each package still finds its own. The
 * one of this machine is tried first, since looking for it costs more than to load it.
 */
const parsersInside = {
  name: "parsers-inside",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/node_modules\/oxc-(parser|transform)\/.*\.js$/ }, ({ path }) => {
      const [, name] = /.*\/node_modules\/([^/]+)\//.exec(path);
      const here = `binding-${process.platform}-${process.arch}`;
      const native = readdirSync(join(root, "node_modules", `@${name}`)).find((each) =>
        each.startsWith(here),
      );
      const text = readFileSync(path, "utf8").replaceAll("import.meta.url", `placeOf("${name}")`);
      if (!native) return { contents: text };
      const found = `(() => { try { return require("@${name}/${native}"); } catch {} })()`;
      const looking = "nativeBinding = requireNative()";
      return { contents: text.replace(looking, `nativeBinding = ${found} ?? requireNative()`) };
    });
  },
};

/**
 * Where a package is, found without what Node loads to read what packages export: that costs more
 * than the package.
 */
const placeOf = `const placeOf = (name) => {
  const { existsSync, realpathSync } = require("fs");
  const { dirname, join } = require("path");
  for (let at = __dirname; at !== dirname(at); at = dirname(at)) {
    const place = join(at, "node_modules", name, "package.json");
    if (existsSync(place)) return realpathSync(place);
  }
  return require.resolve(name);
};`;

/**
 * All commands in one file, since each file costs a part of a start: a function of what it is given
 * by the start, whose modules begin when they are first asked for.
 */
const commandLine = async () => {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: ["src/cli.ts"],
    outfile: "dist/commands.cjs",
    write: false,
    format: "cjs",
    platform: "node",
    minify: true,
    external: [...forQueues, "./openai.cjs"],
    supported: { "dynamic-import": false },
    alias: { ...shared.alias, openai: "./openai.cjs" },
    define: { "import.meta.dirname": "__dirname" },
    banner: { js: `(function(require,module,__dirname){${placeOf}` },
    footer: { js: "})" },
    plugins: [withoutUnused, parsersInside],
  });
  for (const { path, text } of outputFiles) writeFileSync(path, inAscii(text));
};

/** Patterns alone still hold other characters; without them the file is read in half the time. */
const inAscii = (text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** What starts the commands; a file of CommonJS is found and read sooner than a module. */
const start = () =>
  build({
    ...shared,
    entryPoints: { cli: "src/start.ts" },
    outdir: "dist",
    format: "cjs",
    platform: "node",
    minify: true,
    outExtension: { ".js": ".cjs" },
    define: { "import.meta.dirname": "__dirname" },
  });

/** Whoever names the command line as a module, by its path, comes to the same start. */
const startAsModule = () =>
  writeFileSync(join(dist, "cli.js"), '#!/usr/bin/env node\nimport "./cli.cjs";\n');

/** Large, and of use to few commands. */
const openai = () =>
  build({
    ...shared,
    entryPoints: ["openai"],
    outfile: "dist/openai.cjs",
    format: "cjs",
    platform: "node",
    minify: true,
  });

/** What starts inside the sandbox: one CommonJS file that Node runs without looking further. */
const sandboxRunner = (entry, folder) =>
  build({
    ...shared,
    entryPoints: [entry],
    outdir: folder,
    format: "cjs",
    platform: "node",
    minify: true,
    outExtension: { ".js": ".cjs" },
  });

/** What a genome sees; it has nothing of Node. */
const realmModules = (entryPoints, folder) =>
  build({ ...shared, entryPoints, outdir: folder, format: "esm", platform: "neutral" });

/** What a report's page is drawn by, in a browser; its text becomes a part of each report. */
const pageParts = () =>
  build({
    ...shared,
    entryPoints: ["src/page/page.ts", "src/page/page.css"],
    outdir: "dist/page",
    format: "iife",
    platform: "browser",
    target: ["chrome111", "firefox113", "safari16.4"],
    minify: true,
    legalComments: "none",
  });

/** Declarations of what the package exports, and of all that they name. */
const types = () => {
  const config = join(dist, "tsconfig.json");
  writeJson(config, {
    extends: "../tsconfig.json",
    compilerOptions: { noEmit: false, emitDeclarationOnly: true, rootDir: "..", outDir: "types" },
    include: ["../src/index.ts", "../src/kit/index.ts"],
  });
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "--project", config], { stdio: "inherit" });
  rmSync(config);
};

/** For editors and proposers, from the schemas that CleanLoop itself reads with. */
const jsonSchemas = async () => {
  const { schemas } = await import(pathToFileURL(join(dist, "index.js")).href);
  for (const [name, schema] of Object.entries(schemas))
    writeJson(join(dist, `${name}.schema.json`), schema);
};

/** What a model is told of the kit: every exported declaration with its comment. */
const kitReference = () => {
  const declarations = declarationsIn("index").program.body.filter(
    ({ type }) => type === "ExportNamedDeclaration",
  );
  const texts = declarations.flatMap(({ source, specifiers }) => {
    const file = declarationsIn(source.value.replace(/\.ts$/, ""));
    return specifiers.map(({ local }) => declarationOf(file, local.name));
  });
  writeFileSync(join(dist, "kit-reference.txt"), `${texts.join("\n\n")}\n`);
};

const declarationsIn = (name) => {
  const text = readFileSync(join(dist, "types/src/kit", `${name}.d.ts`), "utf8");
  return { text, ...parseSync("kit.d.ts", text, { sourceType: "module" }) };
};

/** The declaration with the comment right above it, without the words that only a .d.ts needs. */
const declarationOf = ({ text, program: { body }, comments }, name) => {
  const node = body.find(
    ({ declaration }) => (declaration?.id ?? declaration?.declarations?.[0].id)?.name === name,
  );
  const above = comments.find(
    ({ end }) => end <= node.start && text.slice(end, node.start).trim() === "",
  );
  const comment = above ? `${text.slice(above.start, above.end)}\n` : "";
  return comment + text.slice(node.start, node.end).replace("export declare ", "export ");
};

/**
 * What this Node has compiled of the commands once it has run a genome and judged it. A process of
 * its own does that, since only what has been called is compiled.
 */
const compileAhead = () => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-build-"));
  try {
    for (const args of [
      [join(dist, "cli.cjs"), "init", folder, "--quiet"],
      [import.meta.filename, ...usualCommand, folder],
    ])
      execFileSync(process.execPath, args, { env: bareEnvironment, stdio: "ignore" });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Options for Node in it would make code that no other start can use. */
const { PATH, TMPDIR, TEMP, SystemRoot } = process.env;
const bareEnvironment = { PATH, TMPDIR, TEMP, SystemRoot };

const usualCommand = ["sandbox", "--quiet", "--root"];

const keepCompiled = async () => {
  const program = join(dist, "commands.cjs");
  const script = new Script(readFileSync(program, "latin1"), { filename: program });
  process.once("exit", () => {
    process.exitCode = 0; // whatever this machine lets a genome do, the commands are compiled
    writeFileSync(join(dist, "commands.v8"), script.createCachedData());
  });
  const started = { exports: {} };
  script.runInThisContext()(createRequire(program), started, dist);
  await started.exports.finished;
};

const writeJson = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

/** Of every file's name and content, without the benches and the stamp itself. */
const digestOf = (paths) => {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesIn).sort())
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex");
};

const filesIn = (path) => {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("dist/bench/") && join(root, file) !== stamp);
};

const state = () => `sources ${digestOf(sources)}\nbuilt ${digestOf(["dist"])}\n`;

const isBuilt = () => existsSync(stamp) && readFileSync(stamp, "utf8") === state();

const buildAll = async () => {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  startAsModule();
  await Promise.all([
    start(),
    commandLine(),
    openai(),
    library(),
    program("src/gate.ts", "dist"),
    program("src/search.ts", "dist"),
    program("src/unpack.ts", "dist", { external: ["read-excel-file"] }),
    program("src/red-team/operator.ts", "dist/red-team"),
    sandboxRunner("src/sandbox/runner.ts", "dist/sandbox"),
    sandboxRunner("src/red-team/runner.ts", "dist/red-team/escaped"),
    pageParts(),
    realmModules({ realm: "src/sandbox/realm.ts", kit: "src/kit/index.ts" }, "dist/sandbox"),
  ]);
  types();
  await jsonSchemas();
  kitReference();
  compileAhead();
  writeFileSync(stamp, state());
};

if (process.argv.length > 2) await keepCompiled();
else if (!isBuilt()) await buildAll();
