import { readdirSync, readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as kit from "../../src/kit/index.ts";
import { anyText } from "./any-text.ts";

const folder = new URL("../../src/kit/", import.meta.url);
const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));

/** Rows that a function gives one by one, as a list; anything else as it is. */
async function settled(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null || !(Symbol.asyncIterator in value)) return value;
  const rows: unknown[] = [];
  for await (const row of value as AsyncIterable<unknown>) rows.push(row);
  return rows;
}

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
    "addMonths",
    "addTime",
    "after",
    "bandOf",
    "before",
    "belowHeader",
    "between",
    "canonicalToken",
    "collapseSpaces",
    "createAmountReader",
    "createTally",
    "dateParts",
    "daysBetween",
    "difference",
    "digitsAs",
    "explode",
    "fillDown",
    "filled",
    "findDate",
    "findDuration",
    "findKeyword",
    "findTime",
    "findWeekday",
    "firstMatch",
    "firstOf",
    "foldAccents",
    "formatAmount",
    "formatDate",
    "formatDuration",
    "fromBase",
    "initials",
    "isBlank",
    "isMissing",
    "joinRows",
    "joined",
    "keepOnly",
    "keepRows",
    "lookupTable",
    "lowerCase",
    "measureParts",
    "nearestOf",
    "normalizeText",
    "numberAt",
    "numbersIn",
    "outside",
    "padEnd",
    "padStart",
    "parseAmount",
    "parseDate",
    "parseDateTime",
    "parseDuration",
    "parseFraction",
    "parseTime",
    "piece",
    "pieces",
    "pivot",
    "product",
    "quotient",
    "renameColumns",
    "replaceTexts",
    "replaceWords",
    "roundTo",
    "roundToSignificant",
    "rowKey",
    "runAt",
    "runs",
    "sectionTitles",
    "sentenceCase",
    "skipBlankRows",
    "slice",
    "splitColumn",
    "stripEmoji",
    "sum",
    "textOrNull",
    "timeBetween",
    "timeParts",
    "titleCase",
    "toBase",
    "transpose",
    "trim",
    "trimMarks",
    "unpivot",
    "unpivotGroups",
    "upperCase",
    "withColumn",
    "withPrefix",
    "withSuffix",
    "without",
    "withoutCharacters",
    "withoutHeader",
    "withoutPrefix",
    "withoutSuffix",
    "wordAt",
    "words",
  ]);
});

describe("Every example in the documentation is true", () => {
  const examples = sources.flatMap((source) => [...source.matchAll(/@example (.+) \/\/ (.+)/g)]);
  const evaluate = (code: string): unknown =>
    new Function(...Object.keys(kit), `return (${code})`)(...Object.values(kit));

  test.each(examples.map(([, call = "", answer = ""]) => [call, answer]))(
    "%s is %s",
    async (call, answer) => {
      expect(await settled(evaluate(call))).toEqual(evaluate(answer));
    },
  );

  test("and every function has one", () => {
    const calls = examples.map(([line]) => line).join("\n");
    const functions = Object.entries(kit).filter(([, value]) => typeof value === "function");
    const silent = functions
      .map(([name]) => name)
      .filter((name) => !new RegExp(`\\b${name}[(\`]`).test(calls));
    expect(silent).toEqual(["createAmountReader", "createTally"]); // shown in longer examples
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
  // Only rows come one by one, and are waited for.
  const code = sources
    .join("\n")
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")
    .replace(/^async function\* /gm, "function* ");
  const forbidden =
    /\b(Date|Intl|Math\.random|performance|toLocale\w+|localeCompare|process|Buffer|TextDecoder|URL|console|setTimeout|globalThis|eval|Function|throw|async|Promise\.)\b/;
  expect(forbidden.exec(code)?.[0]).toBeUndefined();
  const imports = [...code.matchAll(/from "(.+?)"/g)].map(([, path]) => path);
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((path) => !/^\.\/[a-z-]+\.ts$/.test(path ?? ""))).toEqual([]);
});

describe("No text makes a function throw", () => {
  const rows = (text: string, other: string) => [
    { [text]: other, a: text, b: other },
    { [text]: text, a: other },
    {},
  ];
  const calls: Record<string, (text: string, other: string) => unknown> = {
    belowHeader: (text, other) => kit.belowHeader([[text], [text, other], [other]], other),
    explode: (text, other) => kit.explode(rows(text, other), "a", other),
    withColumn: (text, other) => kit.withColumn(rows(text, other), text, other),
    fillDown: (text, other) => kit.fillDown(rows(text, other), ["a", other]),
    joinRows: (text, other) => kit.joinRows(rows(text, other), { by: [text], skipBlank: true }),
    keepRows: (text, other) => kit.keepRows(rows(text, other), (row) => row.a !== other),
    pivot: (text, other) =>
      kit.pivot(rows(text, other), { by: [text], name: "a", value: "b", namesRow: true }),
    renameColumns: (text, other) => kit.renameColumns(rows(text, other), { [text]: other }),
    sectionTitles: (text, other) => kit.sectionTitles(rows(text, other), "a", other),
    skipBlankRows: (text, other) => kit.skipBlankRows(rows(text, other)),
    splitColumn: (text, other) => kit.splitColumn(rows(text, other), "a", other),
    transpose: (text, other) => kit.transpose(rows(text, other), "a"),
    unpivot: (text, other) =>
      kit.unpivot(rows(text, other), { keep: [text] }, { name: other, value: text }),
    unpivotGroups: (text, other) =>
      kit.unpivotGroups(rows(text, other), { [text]: ["a", "b"] }, { name: other, values: ["v"] }),
    withoutHeader: (text, other) => kit.withoutHeader([[text, other], [], [text]]),
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
    createTally: (text, other) => {
      const tally = kit.createTally();
      tally.add(text, other);
      tally.add(text, other);
      return [tally.nearest(text, `${other}x`, { wildcards: text }), tally.count(other, text)];
    },
    createAmountReader: (text, other) => {
      const reader = kit.createAmountReader();
      reader.add(text, other);
      return reader.read(text, other);
    },
    addMonths: (text, other) => [
      kit.addMonths(text, 1),
      kit.addMonths("2024-01-31", Number(other)),
    ],
    addTime: (text, other) => [
      kit.addTime(text, 1, "days"),
      kit.addTime("08:15", Number(other), "hours"),
    ],
    bandOf: (text, other) => kit.bandOf(Number(text), [[Number(other), "high"]]),
    difference: (text, other) => kit.difference(Number(text), Number(other)),
    product: (text, other) => kit.product(Number(text), Number(other)),
    quotient: (text, other) => kit.quotient(Number(text), Number(other)),
    sum: (text, other) => kit.sum(Number(text), Number(other)),
    roundToSignificant: (text, other) => kit.roundToSignificant(Number(text), Number(other)),
    digitsAs: (text, other) => [kit.digitsAs(text, other), kit.digitsAs(text, other, "last")],
    filled: (text, other) => kit.filled`${text}: ${other}`,
    joined: (text, other) => kit.joined(other, text, other),
    findDate: (text) => kit.findDate(text, { order: "dmy", yearPivot: 50 }),
    findKeyword: (text, other) => [
      kit.findKeyword(text, [other]),
      kit.findKeyword(text, [other], "part"),
    ],
    findTime: (text) => kit.findTime(text),
    findWeekday: (text) => kit.findWeekday(text),
    firstMatch: (text) => kit.firstMatch(text, /\d+/),
    formatDuration: (text, other) => [
      kit.formatDuration(Number(text), "hours", other),
      kit.formatDuration(90, "minutes", text),
    ],
    findDuration: (text) => kit.findDuration(text, "hours"),
    parseDuration: (text) => kit.parseDuration(text, "minutes"),
    fromBase: (text, other) => kit.fromBase(text, Number(other)),
    toBase: (text, other) => kit.toBase(Number(text), 16, Number(other)),
    parseFraction: (text) => kit.parseFraction(text),
    initials: (text) => kit.initials(text),
    measureParts: (text) => kit.measureParts(text, { decimal: "comma" }),
    nearestOf: (text, other) =>
      kit.nearestOf([text, other], { within: 2, wildcards: "x" })(`${text}x`),
    numberAt: (text) => kit.numberAt(text, -1),
    numbersIn: (text) => kit.numbersIn(text, { decimal: "comma", grouped: false }),
    outside: (text, other) => kit.outside(text, other, other),
    padEnd: (text, other) => kit.padEnd(text, Number(other), other),
    parseDateTime: (text) => kit.parseDateTime(text, { order: "mdy" }),
    parseTime: (text) => kit.parseTime(text),
    pieces: (text, other) => kit.pieces(text, [other, ","]),
    replaceTexts: (text, other) => kit.replaceTexts(text, { [other]: text }),
    replaceWords: (text, other) => kit.replaceWords(text, { [other]: text }),
    runAt: (text) => kit.runAt(text, "camel", 0),
    runs: (text) => kit.runs(text, "alphanumeric"),
    slice: (text, other) => kit.slice(text, Number(other)),
    timeBetween: (text, other) => kit.timeBetween(text, other, "hours"),
    timeParts: (text) => kit.timeParts(text),
    trimMarks: (text, other) => kit.trimMarks(text, { marks: other, side: "start" }),
    withPrefix: (text, other) => kit.withPrefix(text, other),
    withSuffix: (text, other) => kit.withSuffix(text, other),
    without: (text, other) => kit.without(text, other),
    withoutCharacters: (text, other) => kit.withoutCharacters(text, other),
    withoutPrefix: (text, other) => kit.withoutPrefix(text, other),
    withoutSuffix: (text, other) => kit.withoutSuffix(text, other),
    wordAt: (text) => kit.wordAt(text, 1),
  };
  const functions = Object.entries(kit).filter(([, value]) => typeof value === "function");

  test.each(functions.map(([name]) => name))("%s", (name) => {
    const call = calls[name];
    if (call === undefined) throw new Error(`${name} is not called here`);
    return fc.assert(
      fc.asyncProperty(anyText, anyText, async (text, other) => {
        expect(await settled(call(text, other))).toEqual(await settled(call(text, other)));
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

describe("A cell of ten thousand characters costs next to nothing", () => {
  const texts = ["1 ", "a,", "x", "((", "12:", "Jan ", "9", "-1.", "3 m ", "aB1", "[MM"].map(
    (part) => part.repeat(Math.ceil(10_000 / part.length)),
  );
  const calls: readonly ((text: string) => unknown)[] = [
    (text) => kit.parseAmount(text),
    (text) => kit.parseDate(text, { order: "dmy" }),
    (text) => [kit.parseTime(text), kit.findTime(text), kit.parseDateTime(text)],
    (text) => [kit.findDate(text), kit.findWeekday(text), kit.findKeyword(text, ["no such", "m"])],
    (text) => [
      kit.parseDuration(text, "hours"),
      kit.findDuration(text, "hours"),
      kit.formatDuration(1, "hours", text),
    ],
    (text) => [kit.numbersIn(text), kit.measureParts(text), kit.parseFraction(text)],
    (text) => [
      kit.before(text, ["zz", "z"], 7),
      kit.between(text, "(", ")"),
      kit.outside(text, "(", ")"),
    ],
    (text) => [
      kit.runs(text, "camel"),
      kit.words(text),
      kit.titleCase(text),
      kit.canonicalToken(text),
    ],
    (text) => [
      kit.trimMarks(text),
      kit.withoutCharacters(text, "x"),
      kit.replaceTexts(text, { x: "yy" }),
    ],
    (text) => kit.nearestOf([text, `${text}y`], { within: 2 })(`z${text}`),
  ];

  test("a second is enough for a hundred of them", () => {
    for (const call of calls) for (const text of texts) call(text);
    // What grows with the square of the length takes minutes here, on any machine.
  });
});
