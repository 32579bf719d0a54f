import { isUtf8 } from "node:buffer";
import { SourceMap } from "node:module";
import { join } from "node:path";
import { type EcmaScriptModule, type ParseResult, parseSync, type Span } from "oxc-parser";
import { transformSync } from "oxc-transform";
import {
  type Compiled,
  type CompiledProgram,
  maxGenomeBytes,
  type Place,
  type RejectionCause,
} from "../domain/genome.ts";
import { nearestWord } from "../domain/nearest-word.ts";
import * as kit from "../kit/index.ts";
import { packageFolder } from "./package-folder.ts";
import { runToEnd } from "./processes/run-to-end.ts";

export const fileName = "clean_data.ts";
const kitName = "cleanloop/kit";
const kitNames = Object.keys(kit);
const gateProgram = (): string => join(packageFolder(), "dist", "gate.js");

/** The gate before any run: parses the genome, holds it to the import rule, strips its types. */
export const compile = async (content: Uint8Array): Promise<Compiled> => {
  if (content.length > maxGenomeBytes)
    return rejected({ kind: "size", bytes: content.length }, null);
  if (!isUtf8(content)) return rejected({ kind: "encoding" }, null);
  const text = Buffer.from(content).toString("utf8");
  return couldNestTooDeep(text) ? compileApart(text) : compileHere(text);
};

/**
 * The parser is native and recursive: a text that nests some ten thousand levels deep ends the
 * process that parses it. Each level takes one of these marks at least, so a text with few of
 * them cannot; any other is parsed by a process that may be lost.
 */
export const couldNestTooDeep = (text: string): boolean =>
  (text.match(/[([{<=:]/g)?.length ?? 0) > 1500;

export const compileHere = (text: string): Compiled => {
  const parsed = parseSync(fileName, text, { sourceType: "module", lang: "ts" });
  const fault = syntaxFault(parsed) ?? importFault(parsed, text) ?? exportFault(parsed.module);
  if (fault) return rejected(fault.cause, fault.at === null ? null : placeAt(text, fault.at));
  const { code, map } = transformSync(fileName, text, {
    sourceType: "module",
    lang: "ts",
    sourcemap: true,
  });
  const unknown = unknownKitName(code, parsed.module);
  if (unknown) return rejected(unknown.cause, placeAt(text, unknown.at ?? 0));
  return { ok: true, program: { js: code, sourceMap: JSON.stringify(map) } };
};

const compileApart = async (text: string): Promise<Compiled> => {
  const said = await gateSays(text, "compile");
  return said === null ? rejected({ kind: "nesting" }, null) : JSON.parse(said);
};

/** The gate's answer as JSON; null when the text was its end. */
export const gateSays = async (
  text: string,
  question: "compile" | "names-and-literals",
): Promise<string | null> => {
  const { stop, exit, stdout } = await runToEnd(
    { file: process.execPath, args: [gateProgram(), question], cwd: "/", env: {} },
    {
      input: text,
      timeoutMs: 30_000,
      keptLogBytes: mostAnswerBytes,
      mostLogBytes: mostAnswerBytes,
    },
  );
  return stop === null && exit?.code === 0 ? stdout : null;
};

const mostAnswerBytes = 16 * maxGenomeBytes;

/** Turns places in the JavaScript, as stack traces give them, into places in the genome. */
export const inOwnLines = ({ sourceMap }: CompiledProgram, message: string): string => {
  const map = new SourceMap(JSON.parse(sourceMap));
  return message.replaceAll(/clean_data\.ts:(\d+):(\d+)/g, (place, line, column) => {
    const found = map.findEntry(Number(line) - 1, Number(column) - 1);
    return "originalLine" in found
      ? `${fileName}:${found.originalLine + 1}:${found.originalColumn + 1}`
      : place;
  });
};

interface Fault {
  readonly cause: RejectionCause;
  readonly at: number | null;
}

const syntaxFault = ({ errors }: ParseResult): Fault | undefined => {
  const [error] = errors;
  if (!error) return undefined;
  const { message, labels } = error;
  return { cause: { kind: "syntax", message }, at: labels[0]?.start ?? null };
};

const importFault = ({ module, program }: ParseResult, text: string): Fault | undefined => {
  for (const { value, start } of moduleRequests(module))
    if (value !== kitName) return { cause: { kind: "import", specifier: value }, at: start };
  for (const { moduleRequest } of module.dynamicImports) {
    const written = text.slice(moduleRequest.start, moduleRequest.end);
    if (/^(['"`])cleanloop\/kit\1$/.test(written)) continue;
    const literal = /^(['"`])([^'"`$\\]*)\1$/.exec(written)?.[2];
    const cause: RejectionCause =
      literal === undefined ? { kind: "computed-import" } : { kind: "import", specifier: literal };
    return { cause, at: moduleRequest.start };
  }
  const required = program.body.find(({ type }) => type === "TSImportEqualsDeclaration");
  if (required) return { cause: { kind: "computed-import" }, at: required.start };
  return undefined;
};

const moduleRequests = (module: EcmaScriptModule): (Span & { value: string })[] => [
  ...module.staticImports.map((statement) => statement.moduleRequest),
  ...module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest ?? []),
  ),
];

/** Asked of the JavaScript, where imports that are only types are gone, `type` written or not. */
const unknownKitName = (code: string, written: EcmaScriptModule): Fault | undefined => {
  const imported = (module: EcmaScriptModule) =>
    module.staticImports.flatMap(({ entries }) => entries.map(({ importName }) => importName));
  const unknown = imported(parseSync("clean_data.js", code).module).find(
    ({ kind, name }) => kind === "Name" && name !== null && !kitNames.includes(name),
  )?.name;
  if (!unknown) return undefined;
  const at = imported(written).find(({ name }) => name === unknown)?.start ?? null;
  const meant = nearestWord(unknown, kitNames);
  return { cause: { kind: "unknown-kit-name", name: unknown, meant }, at };
};

const exportFault = (module: EcmaScriptModule): Fault | undefined => {
  const exportsClean = module.staticExports.some(({ entries }) =>
    entries.some(({ exportName, isType }) => exportName.name === "clean" && !isType),
  );
  return exportsClean ? undefined : { cause: { kind: "no-clean" }, at: null };
};

const rejected = (cause: RejectionCause, place: Place | null): Compiled => ({
  ok: false,
  rejection: { cause, place },
});

const placeAt = (text: string, offset: number): Place => {
  const before = text.slice(0, offset).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line, column, source: text.split("\n")[line - 1] ?? "" };
};
