import {
  keepOnly,
  outside,
  replaceTexts,
  trimMarks,
  withoutCharacters,
  withoutPrefix,
  withoutSuffix,
  withPrefix,
  withSuffix,
} from "../../../kit/index.ts";
import { literalBits } from "../bits.ts";
import { object, property, quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { examplesOf } from "../task.ts";
import { tidied } from "./tidy.ts";

const mostExamples = 150;
const mostSources = 10;
const longestCell = 300;
const mostCharacters = 8;

interface Example {
  readonly from: string;
  readonly to: string;
}

/** Characters and parts removed or replaced, and fixed texts put before or behind. */
export const edits: Operator = {
  name: "edits",
  types: ["text", "number", "date"],
  readsLongText: false,
  propose: (task, offers) => {
    const known = offers
      .best(mostSources)
      .map(({ expr }) => expr)
      .filter(({ kind }) => ["text", "part", "joined", "edited"].includes(kind));
    const sources = [...new Set([...task.sources.map(({ expr }) => expr), ...known])];
    for (const source of sources) {
      const examples = examplesOf(source, task, mostExamples).filter(
        ({ from, to }) => from.trim() !== "" && to !== "" && from.length <= longestCell,
      );
      if (examples.length < 2) continue;
      for (const edit of editsFor(source, examples))
        if (task.type === "text") tidied(edit, task, offers);
        else offers.offer(edit);
    }
  },
};

const editsFor = (source: Expr, examples: readonly Example[]): Expr[] => [
  ...removals(source, examples),
  ...replacements(source, examples),
  ...surrounds(source, examples),
];

const edited = (
  source: Expr,
  name: string,
  words: string,
  bits: number,
  more: readonly string[],
  run: (text: string) => string,
): Expr =>
  applied(source, {
    kind: "edited",
    name,
    words,
    bits,
    more,
    run: (value) => (value === null ? null : run(asText(value))),
  });

/** The characters that the cells lose; null where they lose others of the same kind only in part. */
const lostIn = ({ from, to }: Example): string | null => {
  const lost = [...new Set(from)].filter((letter) => !to.includes(letter)).join("");
  return lost !== "" && withoutCharacters(from, lost) === to ? lost : null;
};

const removals = (source: Expr, examples: readonly Example[]): Expr[] => {
  const lost = examples.flatMap((example) => lostIn(example) ?? []);
  const counts = counted(lost.flatMap((letters) => [...letters]));
  const all = counts.filter(([, times]) => times >= 2).map(([letter]) => letter);
  const sets = new Set(
    [all, all.filter((letter) => !/[\p{L}\p{N}]/u.test(letter))].map((set) =>
      [...set].sort().join(""),
    ),
  );
  const found = [...sets].filter((set) => set !== "" && set.length <= mostCharacters);
  return [
    ...found.map((set) =>
      edited(
        source,
        "withoutCharacters",
        `without any of ${set}`,
        5 + 3 * set.length,
        [quoted(set)],
        (text) => withoutCharacters(text, set),
      ),
    ),
    ...trims(source, examples),
    ...brackets(source, examples),
    ...kept(source, examples),
  ];
};

const keptKinds = ["digits", "letters", "alphanumeric", "words"] as const;

const kept = (source: Expr, examples: readonly Example[]): Expr[] =>
  keptKinds
    .filter((kind) => {
      const right = examples.filter(({ from, to }) => keepOnly(from, kind).trim() === to.trim());
      return right.length >= 2;
    })
    .map((kind) =>
      edited(source, "keepOnly", `only ${kind}`, 6, [quoted(kind)], (text) => keepOnly(text, kind)),
    );

/** Marks that stand at the ends of cells and not at those of the gold's. */
const trims = (source: Expr, examples: readonly Example[]): Expr[] => {
  const marks = examples.flatMap(({ from, to }) => {
    const at = from.indexOf(to);
    if (at < 0 || from.length === to.length) return [];
    const ends = [...new Set(from.slice(0, at) + from.slice(at + to.length))];
    return ends.every((mark) => /[^\p{L}\s]/u.test(mark) || mark.trim() === "") ? ends : [];
  });
  const often = counted(marks.filter((mark) => mark.trim() !== "")).filter(
    ([, times]) => times >= 2,
  );
  const set = often
    .slice(0, mostCharacters)
    .map(([mark]) => mark)
    .sort()
    .join("");
  if (set === "") return [];
  return (["both", "start", "end"] as const).map((side) =>
    edited(
      source,
      "trimMarks",
      `without ${set} at ${side === "both" ? "its ends" : `its ${side}`}`,
      (side === "both" ? 6 : 8) + 2 * set.length,
      [`{ marks: ${quoted(set)}${side === "both" ? "" : `, side: "${side}"`} }`],
      (text) => trimMarks(text, { marks: set, side }),
    ),
  );
};

const pairs = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["<", ">"],
] as const;

const brackets = (source: Expr, examples: readonly Example[]): Expr[] =>
  pairs
    .filter(([open]) => {
      const lost = examples.filter(({ from, to }) => from.includes(open) && !to.includes(open));
      return lost.length >= 2;
    })
    .map(([open, close]) =>
      edited(
        source,
        "outside",
        `without what stands between ${open} and ${close}`,
        8,
        [quoted(open), quoted(close)],
        (text) => outside(text, open, close),
      ),
    );

/** What differs in the middle of two texts. */
const changeIn = ({ from, to }: Example): readonly [string, string] | null => {
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head++;
  let tail = 0;
  const room = Math.min(from.length, to.length) - head;
  while (tail < room && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  const [old, fresh] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  return old === "" || old.length > 12 || fresh.length > 24 ? null : [old, fresh];
};

/** Characters that always become another one, in texts that are as long afterwards. */
const swapsIn = ({ from, to }: Example): string[] => {
  if (from.length !== to.length) return [];
  const changes = [...from].flatMap((letter, at) =>
    to[at] === letter ? [] : [`${letter}\u0000${to[at] ?? ""}`],
  );
  return [...new Set(changes)].filter((change) => !/^\p{L}/u.test(change));
};

const replacements = (source: Expr, examples: readonly Example[]): Expr[] => {
  const changes = examples.flatMap((example) => {
    const change = changeIn(example);
    return [...(change ? [change.join("\u0000")] : []), ...swapsIn(example)];
  });
  const often = counted(changes)
    .filter(([change, times]) => times >= 2 && change.indexOf("\u0000") > 0)
    .slice(0, 5)
    .map(([change]) => change.split("\u0000"));
  const tables = often.length > 1 ? [...often.map((one) => [one]), often] : [often];
  return tables
    .filter((table) => table.length > 0)
    .map((table) => {
      const entries = Object.fromEntries(table.map(([old = "", fresh = ""]) => [old, fresh]));
      const said = Object.entries(entries);
      const written = object(said.map(([old, fresh]) => `${property(old)}: ${quoted(fresh)}`));
      return applied(source, {
        kind: "edited",
        name: "replaceTexts",
        words: said.map(([old, fresh]) => `"${fresh}" for "${old}"`).join(", "),
        bits: 4 + said.reduce((sum, pair) => sum + (literalBits(pair.join("")) + 2) / 2, 0),
        more: [written],
        run: (value) => (value === null ? null : replaceTexts(asText(value), entries)),
      });
    });
};

const surroundNames = { withPrefix, withSuffix, withoutPrefix, withoutSuffix };

const surrounds = (source: Expr, examples: readonly Example[]): Expr[] => {
  const found: [keyof typeof surroundNames, string][] = examples.flatMap(({ from, to }) => [
    ...fixed("withPrefix", to.endsWith(from), to.slice(0, to.length - from.length)),
    ...fixed("withSuffix", to.startsWith(from), to.slice(from.length)),
    ...fixed("withoutPrefix", from.endsWith(to), from.slice(0, from.length - to.length)),
    ...fixed("withoutSuffix", from.startsWith(to), from.slice(to.length)),
  ]);
  const often = counted(found.map((pair) => pair.join("\u0000"))).filter(([, times]) => times >= 2);
  return often.slice(0, 6).flatMap(([key]) => {
    const [name = "", text = ""] = key.split("\u0000");
    const run = Object.entries(surroundNames).find(([known]) => known === name)?.[1];
    return run === undefined
      ? []
      : [
          edited(
            source,
            name,
            `${name.startsWith("without") ? "without" : "with"} "${text}" ${name.endsWith("Prefix") ? "before" : "behind"} it`,
            5 + literalBits(text) / 2,
            [quoted(text)],
            (cell) => run(cell, text),
          ),
        ];
  });
};

const fixed = <Name extends keyof typeof surroundNames>(
  name: Name,
  holds: boolean,
  text: string,
): [Name, string][] => (holds && text !== "" && text.length <= 24 ? [[name, text]] : []);
