import type { InputRow } from "../core/observe/find-record.ts";
import type { ReachedRow } from "../core/observe/record-fate.ts";
import type { RecordGold } from "../core/observe/record-gold.ts";
import type { RecordUnderGenome, RowStory } from "../core/observe/row-story.ts";
import { visible } from "../domain/visible.ts";
import { aligned, count, short, titled } from "./layout.ts";
import type { Style } from "./style.ts";
import { visibleStrings } from "./visible-strings.ts";

const safe = (text: string): string => visible(text, 200);

/** One record from the feeds to the tables, and when that changed. */
export const rowText = (story: RowStory, style: Style): string[] => [
  `${style.strong("Record")} ${safe(story.asked)}  ${style.faint(toldBy(story))}`,
  ...inputText(story, style),
  ...goldText(story, style),
  ...titled(`${style.strong("Where it got to")}  ${style.faint(whichGenomes(story))}`, [
    ...fates(story, style),
    ...unchanged(story, style),
  ]),
];

const toldBy = ({ key }: RowStory): string =>
  key.length === 0
    ? "the arena names no key, so every input row with this cell is meant"
    : `by the arena's key: ${safe(key.join(", "))}`;

const inputText = ({ inputs, key }: RowStory, style: Style): string[] => {
  if (inputs.length === 0)
    return titled(style.strong("Input"), [
      `  no input row shows ${safe(key.join(", "))} as it is asked for: a genome makes it of other cells`,
    ]);
  return inputs.flatMap((input) => [
    "",
    `${style.strong("Input")}  ${safe(input.feed)}, row ${input.row}`,
    ...aligned(cellsByHeader(input)),
  ]);
};

const cellsByHeader = ({ header, cells }: InputRow): string[][] =>
  Array.from({ length: Math.max(header.length, cells.length) }, (_, at) => [
    safe(header[at] ?? "(no header)"),
    at < cells.length ? cellText(cells[at] ?? "") : "(no cell)",
  ]);

const cellText = (cell: string): string => (cell === "" ? "–" : safe(cell));

const goldText = (story: RowStory, style: Style): string[] => {
  const { gold, columns } = story;
  const shown = gold.rows.flatMap(({ file, line, cells }) => [
    `  ${safe(file)}, line ${line}`,
    `  ${rowOf(columns.master, cells)}`,
  ]);
  return titled(`${style.strong("Gold")}  ${style.faint(goldTitle(gold))}`, [
    ...shown,
    ...goldGaps(gold),
  ]);
};

const goldTitle = ({ by }: RecordGold): string =>
  by === "key" ? "by the key" : "the row that looks most like it";

const goldGaps = ({ rows, heldOut, known }: RecordGold): string[] => {
  if (!known) return ["  not looked for: gold and feeds have too many rows to line up"];
  if (heldOut > 0)
    return [
      `  ${count(heldOut, "row")} of it ${heldOut === 1 ? "is" : "are"} held out, so not shown`,
    ];
  return rows.length === 0 ? ["  the gold has no row for it"] : [];
};

const whichGenomes = ({ genomes, earlier }: RowStory): string => {
  const again = `${count(genomes.length, "genome")} run again on the feeds as they are now`;
  return earlier === 0 ? again : `${again}; ${earlier} earlier left out, --limit shows more`;
};

const fates = ({ genomes, columns }: RowStory, style: Style): string[] =>
  genomes
    .filter(({ changed }) => changed)
    .flatMap((genome) => [
      `  ${style.strong(sinceText(genome))}  ${short(genome.sha)}${verdict(genome, style)}`,
      ...fateLines(genome, columns),
    ]);

const unchanged = ({ genomes }: RowStory, style: Style): string[] => {
  const same = genomes.filter(({ changed }) => !changed);
  if (same.length === 0) return [];
  return [style.faint(`  nothing changed for it ${same.map(whenText).join(", ")}`)];
};

const whenText = (genome: RecordUnderGenome): string =>
  genome.round === null ? sinceText(genome) : `in round ${genome.round}`;

const sinceText = ({ since, round }: RecordUnderGenome): string => {
  switch (since) {
    case "start":
      return "at the start";
    case "kept":
      return `round ${round}, kept`;
    case "approved":
      return `round ${round}, approved`;
    case "reset":
      return "after a reset";
    case "adopted":
      return "edited by a person";
    case "edited":
      return "edited since, not yet on record";
  }
};

const verdict = ({ fate }: RecordUnderGenome, style: Style): string => {
  if (!fate.known || fate.right === null) return "";
  return fate.right
    ? `  ${style.good("✓")} as the gold has it`
    : `  ${style.bad("✗")} not as the gold has it`;
};

const fateLines = ({ fate }: RecordUnderGenome, columns: RowStory["columns"]): string[] => {
  if (!fate.known) return [`    not known: ${safe(fate.why)}`];
  if (fate.rows.length === 0)
    return ["    no table: it is left out, or another row leads to the same"];
  return fate.rows.flatMap((row) => reachedText(row, columns));
};

const reachedText = (
  { table, cells, insteadOf }: ReachedRow,
  columns: RowStory["columns"],
): string[] => {
  const names = columns[table];
  return [
    ...(cells ? [`    ${table}  ${rowOf(names, cells)}`] : []),
    ...(insteadOf
      ? [`    ${cells ? " ".repeat(table.length) : table}  instead of  ${rowOf(names, insteadOf)}`]
      : []),
  ];
};

const rowOf = (columns: readonly string[], cells: readonly string[]): string =>
  cells.map((cell, at) => `${safe(columns[at] ?? "")} ${cellText(cell)}`).join(" | ");

/** Everything as data, each row by the names of its columns. */
export const rowJson = ({ columns, ...story }: RowStory) =>
  visibleStrings({
    ...story,
    gold: {
      ...story.gold,
      rows: story.gold.rows.map((row) => ({ ...row, cells: named(columns.master, row.cells) })),
    },
    genomes: story.genomes.map(({ fate, ...genome }) => ({
      ...genome,
      fate: fate.known
        ? { ...fate, rows: fate.rows.map((row) => reachedJson(row, columns)) }
        : fate,
    })),
  });

const reachedJson = ({ table, cells, insteadOf }: ReachedRow, columns: RowStory["columns"]) => ({
  table,
  cells: cells && named(columns[table], cells),
  insteadOf: insteadOf && named(columns[table], insteadOf),
});

const named = (columns: readonly string[], cells: readonly string[]) =>
  Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ""]));
