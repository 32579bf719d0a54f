import { replaceTexts } from "../../../kit/index.ts";
import { literalBits } from "../bits.ts";
import { object, property, quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import { counted } from "../order.ts";

export interface CellEdit {
  readonly from: string;
  readonly to: string;
}

/** What differs in the middle of two texts. */
const changeIn = ({ from, to }: CellEdit): readonly [string, string] | null => {
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head++;
  let tail = 0;
  const room = Math.min(from.length, to.length) - head;
  while (tail < room && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  const [old, fresh] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  return old === "" || old.length > 12 || fresh.length > 24 ? null : [old, fresh];
};

const pieceMarks = /([,;/|]\s*)/;
const fewestCells = 2;

/** One piece of a list in another spelling, of which both stand in other cells too. */
const spelledElsewhere = (examples: readonly CellEdit[], cells: readonly string[]): string[][] => {
  const found = examples.flatMap(({ from, to }): string[][] => {
    const [old, fresh] = [from.split(pieceMarks), to.split(pieceMarks)];
    const changed = old.flatMap((piece, at) => (piece === fresh[at] ? [] : [at]));
    const [at] = changed;
    if (at === undefined || at < 2 || changed.length > 1 || old.length !== fresh.length) return [];
    const mark = old[at - 1] ?? "";
    const pair = [`${mark}${old[at] ?? ""}`, `${mark}${fresh[at] ?? ""}`];
    const [before = "", after = ""] = pair;
    const isInUse =
      old[at] !== "" &&
      cells.filter((cell) => cell.includes(before)).length >= fewestCells &&
      cells.some((cell) => cell.includes(after));
    return isInUse ? [pair] : [];
  });
  return found.slice(0, 3);
};

/** Characters that always become another one, in texts that are as long afterwards. */
const swapsIn = ({ from, to }: CellEdit): (readonly [string, string])[] => {
  if (from.length !== to.length) return [];
  const changes = [...from].flatMap((letter, at) =>
    to[at] === letter || /\p{L}/u.test(letter) ? [] : [[letter, to[at] ?? ""] as const],
  );
  return [...new Map(changes.map((change) => [change.join("\u0000"), change])).values()];
};

/** Another number is no other spelling of one. */
const isFigure = (text: string): boolean => /^\d+$/.test(text);

/** Texts that become others, seen twice, or once where both are in use elsewhere. */
export const replacements = (
  source: Expr,
  examples: readonly CellEdit[],
  cells: readonly string[],
): Expr[] => {
  const changes = examples.flatMap((example) => {
    const change = changeIn(example);
    const found = [...(change ? [change] : []), ...swapsIn(example)];
    return found.filter((pair) => !pair.every(isFigure)).map((pair) => pair.join("\u0000"));
  });
  const often = counted(changes)
    .filter(([change, times]) => times >= 2 && change.indexOf("\u0000") > 0)
    .slice(0, 5)
    .map(([change]) => change.split("\u0000"));
  const once = spelledElsewhere(examples, cells);
  const tables = [...(often.length > 1 ? often.map((one) => [one]) : []), often, once];
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
