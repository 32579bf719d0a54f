import type { InitFeed, InitResult } from "../core/init/init.ts";
import type { FeedReading, Told } from "../domain/feed-reading.ts";
import { visible } from "../domain/visible.ts";
import type { Inferred, InferredColumn } from "../policy/starting/infer-arena.ts";
import { contradictionsText } from "./evaluate.ts";
import { evaluationJson } from "./evaluation.ts";
import { aligned, count, ratio, titled } from "./layout.ts";
import type { Style } from "./style.ts";

interface Place {
  /** As the user wrote it. */
  readonly dir: string;
  readonly isHere: boolean;
}

export const readingPrompt = (question: string): string => `${question} 1 or 2: `;

export const initText = (result: InitResult, place: Place, style: Style): string[] => {
  const { feeds, gold, inferred, placed, evaluated } = result;
  return [
    `${style.strong("Project")} ${visible(result.root, 300)}${result.isExample ? "  (an example: a small shop)" : ""}`,
    ...titled(
      style.strong("Feeds"),
      feeds.flatMap((feed) => feedLines(feed, style)),
    ),
    ...titled(style.strong(`Gold, ${count(gold.rowCount, "row")}`), columnLines(inferred, style)),
    ...aligned(
      [
        ["key", keyText(inferred), sureness(inferred.key?.sure ?? false, style)],
        [
          "partial",
          `${inferred.partial.value ? "yes" : "no"}: ${inferred.partial.from}`,
          sureness(inferred.partial.sure, style),
        ],
      ],
      "  ",
    ),
    ...titled(style.strong("Files"), [
      ...placed.moved.map(
        ({ path, to }) => `  ${path} ${style.warn("was there; it is now")} ${to}`,
      ),
      ...placed.left.map((path) => `  ${path} was there, and stays as it was`),
      `  ${placed.written.join(", ")}`,
    ]),
    ...contradictionsText(evaluated.contradictions, style),
    ...evaluated.goldFaults.map(({ detail }) => `${style.warn("!")} ${detail}`),
    "",
    startText(result, style),
    ...heldOutText(result, style),
    ...(inferred.partial.sure ? [] : [style.faint(partialHint(inferred.partial.value))]),
    `${style.strong("Next")}    ${nextCommand(place)}`,
  ];
};

const partialHint = (isPartial: boolean): string =>
  isPartial
    ? 'If rows that the gold lacks must not come out, say "partial": false in data/arena.json.'
    : 'If rows that the gold lacks are right too, say "partial": true in data/arena.json; that needs a key.';

const feedLines = ({ name, reading, rowCount, isWhole }: InitFeed, style: Style): string[] => [
  `  ${visible(name, 60)}  ${isWhole ? "" : "the first "}${count(rowCount, "row")}, ${reading.format.value}${reading.gzip ? ".gz" : ""}`,
  ...aligned(readingRows(reading, style), "    "),
];

const readingRows = (reading: FeedReading, style: Style): string[][] => {
  const told: readonly (readonly [string, Told<string | number | null>])[] = [
    ["encoding", reading.encoding],
    ["delimiter", reading.delimiter],
    ["decimals", reading.decimal],
    ["header", reading.header],
    ["sheet", reading.sheet],
  ];
  return told.flatMap(([what, one]) =>
    one !== null && "value" in one && one.value !== null
      ? [[what, valueText(what, one.value), style.faint(`told from ${one.from}`)]]
      : [],
  );
};

const valueText = (what: string, value: string | number): string => {
  if (what === "header") return value === 0 ? "none" : `line ${value}`;
  return value === "\t" ? "tab" : visible(String(value), 40);
};

const columnLines = ({ columns }: Inferred, style: Style): string[] =>
  aligned(
    columns.map((column) => [
      visible(column.name, 30),
      column.type + (column.required ? ", required" : ""),
      sourceText(column),
      sureness(column.sure && column.source.sure, style),
    ]),
  );

const sourceText = ({ source, from }: InferredColumn): string =>
  source.headers.length === 0
    ? `${source.from}; ${from}`
    : `from ${source.headers.map((header) => visible(header, 30)).join(", ")} (${source.from}); ${from}`;

const keyText = ({ key }: Inferred): string =>
  key === null
    ? "none: no column, nor two, tell rows apart in gold and feeds alike"
    : `${key.columns.map((column) => visible(column, 30)).join(" and ")}: ${key.from}`;

const sureness = (sure: boolean, style: Style): string =>
  sure ? style.good("sure") : style.warn("look at this");

const startText = ({ evaluated: { evaluation } }: InitResult, style: Style): string => {
  const { matchedRows, referenceRows } = evaluation.visible;
  return `${style.strong("Now")}     fitness ${ratio(evaluation.fitness)}: the starter has ${matchedRows} of ${count(referenceRows, "visible gold row")} right`;
};

const heldOutText = ({ evaluated }: InitResult, style: Style): string[] =>
  evaluated.evaluation.holdoutFitness === null
    ? [
        style.warn(
          "The gold is too small to hold rows back, so learning and memorising look alike: some 30 rows are enough.",
        ),
      ]
    : [];

const nextCommand = ({ dir, isHere }: Place): string =>
  `cleanloop loop --reviewer judge${isHere ? "" : ` --root ${/^[\w./~-]+$/.test(dir) ? dir : JSON.stringify(dir)}`}`;

export const initJson = ({ evaluated, inferred, ...made }: InitResult) => ({
  ...made,
  columns: inferred.columns,
  key: inferred.key,
  partial: inferred.partial,
  evaluation: evaluationJson(evaluated.evaluation),
});
