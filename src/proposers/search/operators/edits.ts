import type { ColumnType } from "../../../domain/columns.ts";
import {
  keepOnly,
  outside,
  trimMarks,
  withoutCharacters,
  withoutPrefix,
  withoutSuffix,
  withPrefix,
  withSuffix,
} from "../../../kit/index.ts";
import { literalBits } from "../bits.ts";
import { quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { examplesOf } from "../task.ts";
import { textOf } from "../typed.ts";
import { type CellEdit, replacements } from "./replacements.ts";
import { tidied } from "./tidy.ts";

const mostExamples = 150;
const mostSources = 10;
const longestCell = 300;
const mostCharacters = 8;

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
      const cells = task.all.vector(source).map(textOf);
      for (const edit of editsFor(source, examples, cells, task.type))
        if (task.type === "text") tidied(edit, task, offers);
        else offers.offer(edit);
    }
  },
};

const editsFor = (
  source: Expr,
  examples: readonly CellEdit[],
  cells: readonly string[],
  type: ColumnType,
): Expr[] => [
  ...removals(source, examples),
  ...kept(source, examples, type),
  ...replacements(source, examples, cells),
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
const lostIn = ({ from, to }: CellEdit): string | null => {
  const lost = [...new Set(from)].filter((letter) => !to.includes(letter)).join("");
  return lost !== "" && withoutCharacters(from, lost) === to ? lost : null;
};

const removals = (source: Expr, examples: readonly CellEdit[]): Expr[] => {
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
  ];
};

const keptKinds = ["digits", "letters", "alphanumeric", "words"] as const;

/** A number is rather read: its digits alone are another where a sign or a mark was lost. */
const kept = (source: Expr, examples: readonly CellEdit[], type: ColumnType): Expr[] =>
  keptKinds
    .filter((kind) => {
      const right = examples.filter(({ from, to }) => keepOnly(from, kind).trim() === to.trim());
      return right.length >= 2;
    })
    .map((kind) =>
      edited(
        source,
        "keepOnly",
        `only ${kind}`,
        type === "number" ? 14 : 6,
        [quoted(kind)],
        (text) => keepOnly(text, kind),
      ),
    );

/** Marks that stand at the ends of cells and not at those of the gold's. */
const trims = (source: Expr, examples: readonly CellEdit[]): Expr[] => {
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

const brackets = (source: Expr, examples: readonly CellEdit[]): Expr[] =>
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

const surroundNames = { withPrefix, withSuffix, withoutPrefix, withoutSuffix };

const surrounds = (source: Expr, examples: readonly CellEdit[]): Expr[] => {
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
