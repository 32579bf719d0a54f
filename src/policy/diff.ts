export interface DiffLine {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** A stretch of changes with a few equal lines around it; places count from 1. */
export interface Hunk {
  readonly before: number;
  readonly after: number;
  readonly lines: readonly DiffLine[];
}

/** Every line of both texts, in order, with what became of it. */
export const lineDiff = (before: string, after: string): DiffLine[] => {
  const [a, b] = [linesOf(before), linesOf(after)];
  const start = equalAtStart(a, b);
  const end = equalAtEnd(a.slice(start), b.slice(start));
  return [
    ...a.slice(0, start).map(same),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
};

const context = 3;

export const hunksOf = (lines: readonly DiffLine[]): Hunk[] => {
  const near = nearChanges(lines);
  const hunks: { before: number; after: number; lines: DiffLine[] }[] = [];
  let [before, after, open] = [1, 1, false];
  for (const [at, line] of lines.entries()) {
    if (near[at]) {
      if (!open) hunks.push({ before, after, lines: [] });
      hunks.at(-1)?.lines.push(line);
    }
    open = near[at] === 1;
    if (line.kind !== "added") before++;
    if (line.kind !== "removed") after++;
  }
  return hunks;
};

const nearChanges = (lines: readonly DiffLine[]): Uint8Array => {
  const near = new Uint8Array(lines.length);
  for (const [at, { kind }] of lines.entries())
    if (kind !== "same") near.fill(1, Math.max(0, at - context), at + context + 1);
  return near;
};

/** A last line counts whether or not a line feed ends it. */
const linesOf = (text: string): string[] => {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
};

const equalAtStart = (a: readonly string[], b: readonly string[]): number => {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
};

const equalAtEnd = (a: readonly string[], b: readonly string[]): number =>
  equalAtStart(a.toReversed(), b.toReversed());

/** More steps than this are not a change that anyone reads line by line. */
const mostSteps = 1000;

/** The shortest way from a to b (Myers); beyond the bound, all of a goes and all of b comes. */
const middle = (a: readonly string[], b: readonly string[]): DiffLine[] => {
  const reached = reachedBySteps(a, b);
  return reached ? wayBack(a, b, reached) : [...a.map(removed), ...b.map(added)];
};

/** How far into `a` each diagonal gets with 0, 1, 2, … steps; null when the end is too far. */
const reachedBySteps = (a: readonly string[], b: readonly string[]): Int32Array[] | null => {
  const reached: Int32Array[] = [];
  for (let steps = 0; steps <= mostSteps; steps++) {
    const last = reached.at(-1);
    const row = new Int32Array(2 * steps + 1);
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = last ? startOn(last, steps, diagonal) : 0;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      row[diagonal + steps] = x;
      if (x >= a.length && x - diagonal >= b.length) return [...reached, row];
    }
    reached.push(row);
  }
  return null;
};

const comesFromAbove = (last: Int32Array, steps: number, diagonal: number): boolean =>
  diagonal === -steps ||
  (diagonal !== steps && (last[diagonal + steps - 2] ?? 0) < (last[diagonal + steps] ?? 0));

const startOn = (last: Int32Array, steps: number, diagonal: number): number =>
  comesFromAbove(last, steps, diagonal)
    ? (last[diagonal + steps] ?? 0)
    : (last[diagonal + steps - 2] ?? 0) + 1;

const wayBack = (
  a: readonly string[],
  b: readonly string[],
  reached: readonly Int32Array[],
): DiffLine[] => {
  const lines: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let steps = reached.length - 1; steps >= 0; steps--) {
    const last = reached[steps - 1];
    const diagonal = x - y;
    const start = last ? startOn(last, steps, diagonal) : 0;
    for (; x > start; x--, y--) lines.push(same(a[x - 1] ?? ""));
    if (!last) break;
    if (comesFromAbove(last, steps, diagonal)) lines.push(added(b[--y] ?? ""));
    else lines.push(removed(a[--x] ?? ""));
  }
  return lines.reverse();
};

const same = (text: string): DiffLine => ({ kind: "same", text });
const removed = (text: string): DiffLine => ({ kind: "removed", text });
const added = (text: string): DiffLine => ({ kind: "added", text });
