import { readdirSync, readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as kit from "../../src/kit/index.ts";
import { anyText } from "./any-text.ts";

const folder = new URL("../../src/kit/", import.meta.url);
const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));

/** The kit alone in a realm that has the language and nothing else. */
function bareKit(): unknown {
  const entry = new URL("index.ts", folder).pathname;
  const built = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "kit",
  });
  const bare = createContext(Object.create(null), { codeGeneration: { strings: false } });
  const removed = "delete globalThis.console; delete globalThis.Intl; delete globalThis.Date;";
  runInContext(`${removed} ${built.outputFiles[0]?.text}`, bare);
  return bare;
}

test("the public names are these and no others", () => {
  expect(Object.keys(kit).sort()).toEqual([
    "CURRENCIES",
    "MISSING_TOKENS",
    "addDays",
    "after",
    "before",
    "between",
    "canonicalToken",
    "collapseSpaces",
    "createTally",
    "dateParts",
    "daysBetween",
    "firstOf",
    "foldAccents",
    "formatAmount",
    "formatDate",
    "isBlank",
    "isMissing",
    "keepOnly",
    "lookupTable",
    "lowerCase",
    "normalizeText",
    "padStart",
    "parseAmount",
    "parseDate",
    "piece",
    "roundTo",
    "rowKey",
    "sentenceCase",
    "stripEmoji",
    "textOrNull",
    "titleCase",
    "trim",
    "upperCase",
    "words",
  ]);
});

describe("Every example in the documentation is true", () => {
  const examples = sources.flatMap((source) => [...source.matchAll(/@example (.+) \/\/ (.+)/g)]);
  const evaluate = (code: string): unknown =>
    new Function(...Object.keys(kit), `return (${code})`)(...Object.values(kit));

  test.each(examples.map(([, call = "", answer = ""]) => [call, answer]))(
    "%s is %s",
    (call, answer) => {
      expect(evaluate(call)).toEqual(evaluate(answer));
    },
  );

  test("and every function has one", () => {
    const calls = examples.map(([line]) => line).join("\n");
    const functions = Object.entries(kit).filter(([, value]) => typeof value === "function");
    const silent = functions.map(([name]) => name).filter((name) => !calls.includes(`${name}(`));
    expect(silent).toEqual(["createTally"]); // shown in a longer example
  });
});

test("it works where there is the language and nothing else", () => {
  const code = `JSON.stringify([
    kit.parseAmount("USD 1,234.50"),
    kit.parseDate("31/01/2024", { order: "dmy" }),
    kit.addDays("2024-02-28", 2),
    kit.canonicalToken("FREE-TRIAL 🎉"),
    kit.normalizeText("“a”"),
    kit.rowKey({ a: "1" }, ["a"]),
    typeof Date + typeof Intl + typeof console + typeof process,
  ])`;
  const bare = bareKit();
  const answer: unknown = runInContext(code, Object(bare));
  expect(JSON.parse(String(answer))).toEqual([
    1234.5,
    "2024-01-31",
    "2024-03-01",
    "free trial",
    '"a"',
    '["1"]',
    "undefinedundefinedundefinedundefined",
  ]);
});

test("it asks for no clock, chance, locale or host, and imports only its own files", () => {
  const code = sources.join("\n").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const forbidden =
    /\b(Date|Intl|Math\.random|performance|toLocale\w+|localeCompare|process|Buffer|TextDecoder|URL|console|setTimeout|globalThis|eval|Function|throw|async|Promise\.)\b/;
  expect(forbidden.exec(code)?.[0]).toBeUndefined();
  const imports = [...code.matchAll(/from "(.+?)"/g)].map(([, path]) => path);
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((path) => !/^\.\/[a-z-]+\.ts$/.test(path ?? ""))).toEqual([]);
});

describe("No text makes a function throw", () => {
  const calls: Record<string, (text: string, other: string) => unknown> = {
    parseAmount: (text, other) => kit.parseAmount(text, { ignore: [other], layout: "loose" }),
    formatAmount: (text) => kit.formatAmount(Number(text)),
    roundTo: (text, other) => kit.roundTo(Number(text), Number(other)),
    parseDate: (text) => kit.parseDate(text, { order: "dmy", yearPivot: 30, excel: "1900" }),
    formatDate: (text, other) => [kit.formatDate(text, other), kit.formatDate("2024-01-31", text)],
    dateParts: (text) => kit.dateParts(text),
    addDays: (text, other) => [kit.addDays(text, 1), kit.addDays("2024-01-31", Number(other))],
    daysBetween: (text, other) => kit.daysBetween(text, other),
    isBlank: (text) => kit.isBlank(text),
    isMissing: (text, other) => kit.isMissing(text, [other]),
    textOrNull: (text, other) => kit.textOrNull(text, [other]),
    trim: (text) => kit.trim(text),
    collapseSpaces: (text) => kit.collapseSpaces(text),
    keepOnly: (text) => kit.keepOnly(text, "alphanumeric"),
    padStart: (text, other) => kit.padStart(text, Number(other), other),
    lowerCase: (text) => kit.lowerCase(text),
    upperCase: (text) => kit.upperCase(text),
    sentenceCase: (text) => kit.sentenceCase(text),
    titleCase: (text, other) => kit.titleCase(text, { keep: [other] }),
    normalizeText: (text) => kit.normalizeText(text, { form: "NFKC" }),
    foldAccents: (text) => kit.foldAccents(text),
    stripEmoji: (text) => kit.stripEmoji(text),
    before: (text, other) => kit.before(text, other),
    after: (text, other) => kit.after(text, other, "last"),
    between: (text, other) => kit.between(text, other, other),
    piece: (text, other) => kit.piece(text, other, -1),
    words: (text) => kit.words(text),
    canonicalToken: (text) => kit.canonicalToken(text),
    rowKey: (text, other) => kit.rowKey({ [text]: other }, [text, other], kit.foldAccents),
    firstOf: (text, other) => kit.firstOf(text, other),
    lookupTable: (text, other) => kit.lookupTable({ [text]: other }, kit.lowerCase)(other),
    createTally: (text, other) => kit.createTally().add(text, other),
  };
  const functions = Object.entries(kit).filter(([, value]) => typeof value === "function");

  test.each(functions.map(([name]) => name))("%s", (name) => {
    const call = calls[name];
    if (call === undefined) throw new Error(`${name} is not called here`);
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        expect(call(text, other)).toEqual(call(text, other));
      }),
    );
  });

  test("nor does a number where the program was written without types", () => {
    expect(Reflect.apply(kit.parseAmount, null, [12.5])).toBe(12.5);
    expect(Reflect.apply(kit.trim, null, [12])).toBe("12");
    expect(Reflect.apply(kit.isBlank, null, [0])).toBe(false);
    expect(Reflect.apply(kit.lookupTable({ "7": "seven" }), null, [7])).toBe("seven");
  });
});
