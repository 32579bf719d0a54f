import type { Arena } from "../../../domain/arena.ts";
import type { InputRows, Rows } from "../../../domain/proposing.ts";
import type { LaidRow } from "../../../kit/row-steps.ts";
import { pairsByKey } from "../key-pairs.ts";
import { candidates } from "./candidates.ts";
import { Fit, type Fitness } from "./fit.ts";
import { headers, oneNameFor } from "./headers.ts";
import {
  type Layout,
  type LayoutStep,
  plainLayout,
  recordsUnder,
  rowsAfter,
  rowsLaidOut,
  withStep,
} from "./layout.ts";
import { type Sample, sampleOf } from "./sample.ts";
import { givenRows, underOneName } from "./steps.ts";
import { viewOf } from "./view.ts";

const deepest = 3;
const width = 10;
/** So few cells cost nothing, and tell little: all is tried. */
const fewCells = 300;
/** How many of the best may end with the same kind of step, where rows are few or many. */
const mostOfAKind = { few: 3, many: 1 };
/** So much more of the gold another layout must show than the rows as they are. */
const leastGain = 0.03;
const leastUse = 0.01;
/** Where less of the gold can be seen, rows that became columns were guessed. */
const leastShown = 0.45;
/** A step that brings no more than this is left out again; columns can be cut apart later. */
const mostLost = 0.01;
const mostLostUnsplit = 0.12;
/** Of layouts that come to the same the first one is taken. */
const tie = 0.00005;
/** Where nearly all of the gold stands in the rows as they are, no other layout is looked for. */
const goodFit = 0.98;
/** Bounded by what is compared, so that the same data always have the same answer. */
const mostWork = 3_000_000;
const mostGrown = 15;

interface Node {
  readonly layout: Layout;
  /** The rows of each file. */
  readonly files: readonly (readonly LaidRow[])[];
  readonly columns: readonly string[];
  readonly fitness: Fitness;
  readonly score: number;
}

/** The layout under which the input's rows show most of the gold's cells. */
export const chooseLayout = (inputs: readonly InputRows[], gold: Rows, arena: Arena): Layout => {
  const plain = plainFor(inputs, arena);
  const search = new LayoutSearch(sampleOf(inputs, gold, arena, 1), arena);
  const best = search.best(plain);
  if (best === plain || losesKeys(best, plain, { inputs, gold, arena })) return plain;
  const more = new LayoutSearch(sampleOf(inputs, gold, arena, 5), arena);
  return more.isBetter(best, plain) ? best : plain;
};

/** Rows that each have one key of the gold are what people call rows already. */
const losesKeys = (
  best: Layout,
  plain: Layout,
  { inputs, gold, arena }: { inputs: readonly InputRows[]; gold: Rows; arena: Arena },
): boolean => {
  const isKeyed = (layout: Layout): boolean =>
    pairsByKey(
      arena,
      inputs.flatMap((input) => rowsLaidOut(layout, input)),
      gold,
    ) !== null;
  return arena.gold.key.length > 0 && isKeyed(plain) && !isKeyed(best);
};

/** The rows as they are, without those that say nothing, and under names that all files share. */
const plainFor = (inputs: readonly InputRows[], arena: Arena): Layout => {
  const given = hasBlankRows(inputs) ? withStep(plainLayout, givenRows) : plainLayout;
  const names = oneNameFor(
    inputs,
    arena.master.columns.map(({ name }) => name),
  );
  return names === null ? given : withStep(given, underOneName(names));
};

const hasBlankRows = (inputs: readonly InputRows[]): boolean =>
  inputs.some(({ rows }) => rows.some((row) => row.every((cell) => cell.trim() === "")));

class LayoutSearch {
  readonly #inputs: readonly InputRows[];
  readonly #arena: Arena;
  readonly #fit: Fit;
  readonly #most: number;
  readonly #isSmall: boolean;
  #mayReshape = true;

  constructor({ inputs, gold, size, wanted }: Sample, arena: Arena) {
    this.#inputs = inputs;
    this.#arena = arena;
    this.#fit = new Fit(gold, arena, size, wanted);
    const given = inputs.reduce((sum, { rows }) => sum + rows.length, 0);
    this.#isSmall =
      inputs.reduce((sum, { header, rows }) => sum + rows.length * header.length, 0) <= fewCells;
    this.#most = (Math.max(wanted ?? 0, given, gold.length) + 20) * mostGrown;
  }

  best(plain: Layout): Layout {
    const start = this.#laid(plain);
    if (start === null || start.score >= goodFit) return plain;
    if (this.#attainable() < start.score + leastGain) return plain;
    this.#mayReshape = this.#isReshaped(start);
    let frontier = [start];
    let best = start;
    let parted = start.score;
    const seen = new Set<string>([signature(start)]);
    for (let depth = 0; depth < deepest && best.score < goodFit; depth++) {
      const grown: Node[] = [];
      for (const node of frontier) {
        for (const child of this.#grown(node, depth, seen)) {
          grown.push(child);
          if (!isWhole(child.layout)) parted = Math.max(parted, child.score);
          else if (child.score > best.score + tie && this.#isWorthIt(child, start, parted))
            best = child;
        }
        if (best.score >= goodFit) break;
      }
      const useful = grown.filter((node) => this.#isPromising(node, start));
      frontier = fewOfAKind(
        useful.sort((a, b) => b.score - a.score),
        this.#isSmall ? mostOfAKind.few : mostOfAKind.many,
      );
    }
    return best.score > start.score + leastGain ? this.#shortened(best).layout : plain;
  }

  /**
   * What cells split up show by themselves is no merit of the steps after it, and where there are
   * as many rows as before, rows were not what had to change.
   */
  #isWorthIt(
    { layout, score, files, fitness: { shown } }: Node,
    start: Node,
    parted: number,
  ): boolean {
    if (layout.steps.some(isSplit) && score <= parted + leastGain) return false;
    if (this.#isSmall || !layout.steps.some(isReshape)) return true;
    if (shown < leastShown) return false;
    const [before, after] = [start.files, files].map((each) => each.flat().length);
    return Math.abs((before ?? 0) - (after ?? 0)) * 20 > (before ?? 0);
  }

  isBetter(layout: Layout, plain: Layout): boolean {
    const [one, other] = [this.#laid(layout), this.#laid(plain)];
    return one !== null && (other === null || one.score > other.score + leastGain);
  }

  #grown(node: Node, depth: number, seen: Set<string>): Node[] {
    const view = viewOf(
      node.files.flat(),
      node.columns,
      node.fitness.paired,
      this.#fit,
      this.#arena,
    );
    const children: Node[] = [];
    const add = (child: Node | null): void => {
      if (child === null || seen.has(signature(child))) return;
      seen.add(signature(child));
      children.push(child);
    };
    if (depth === 0)
      for (const headed of headers(this.#inputs, this.#fit))
        add(this.#laid({ ...node.layout, headed }));
    for (const step of candidates(view, this.#mayReshape)) {
      if (node.layout.steps.some(({ words }) => words === step.words)) continue;
      if (isUndone(node.layout.steps.at(-1)?.name ?? "", step.name)) continue;
      if (this.#fit.work > mostWork) break;
      const files = node.files.map((rows) => rowsAfter(step, rows));
      add(this.#node(withStep(node.layout, step), files));
    }
    return children;
  }

  /**
   * Whether rows may have become columns, or columns rows: gold rows have none of their own, or
   * a gold column that no column shows stands elsewhere in the input.
   */
  #isReshaped({ fitness, files, columns }: Node): boolean {
    const { gold, sets } = this.#fit;
    if (this.#isSmall) return true;
    if (fitness.shown < 0.35 || fitness.paired.size < 0.9 * gold.rows.length) return true;
    const open = sets.filter((_, at) => (fitness.byColumn[at] ?? 0) < 0.5);
    if (open.length === 0) return false;
    const known = new Set(columns.flatMap((name) => gold.of(name).keys));
    for (const row of files.flat())
      for (const name of columns) for (const key of gold.of(row[name] ?? "").keys) known.add(key);
    return open.some(({ keys }) => {
      const found = [...keys].filter((key) => known.has(key)).length;
      return found * 2 >= keys.size;
    });
  }

  /** Where rows are many, a step must bring something by itself, or find what is above its rows. */
  #isPromising({ layout, score }: Node, start: Node): boolean {
    if (this.#isSmall || score > start.score + leastUse) return true;
    const last = layout.steps.at(-1)?.name ?? "";
    return this.#mayReshape && (last === "" || /^(filled|titled)Rows/.test(last));
  }

  /** Of all that stands in the files, whatever the rows make of it so far. */
  #attainable(): number {
    return this.#fit.attainable(
      this.#inputs.flatMap(({ header, rows }) => [header, ...rows].flat()),
    );
  }

  #laid(layout: Layout): Node | null {
    const files = this.#inputs.map((input) =>
      layout.steps.reduce(
        (rows, step) => rowsAfter(step, rows),
        recordsUnder(layout.headed, input),
      ),
    );
    return this.#node(layout, files);
  }

  #node(layout: Layout, files: readonly (readonly LaidRow[])[]): Node | null {
    const rows = files.flat();
    if (rows.length > this.#most) return null;
    const columns = namesIn(rows);
    const fitness = this.#fit.of(rows, columns);
    const score = fitness.score - costOf(layout);
    return { layout, files, columns, fitness, score };
  }

  /** Without the steps that bring nothing. */
  #shortened(node: Node): Node {
    for (const [at, step] of node.layout.steps.entries()) {
      const steps = node.layout.steps.filter((_, index) => index !== at);
      const shorter = isWhole({ ...node.layout, steps })
        ? this.#laid({ ...node.layout, steps })
        : null;
      const loss = isSplit(step) ? mostLostUnsplit : mostLost;
      if (shorter && shorter.score >= node.score - loss) return this.#shortened(shorter);
    }
    return node;
  }
}

const isReshape = ({ name }: LayoutStep): boolean =>
  /^(parted|long|joined|turned|split)Rows/.test(name);

const isSplit = ({ name }: LayoutStep): boolean => name.startsWith("splitRows");

/** A table on its side comes to the same as its columns made rows. */
const isUndone = (last: string, next: string): boolean =>
  last.startsWith("turnedRows") && (next === "longRows" || next === "turnedRows");

/** Cells are split up only for what comes after it. */
const isWhole = ({ steps }: Layout): boolean => {
  const last = steps.findLastIndex(isSplit);
  const uses = /^(longRows|wideRows|joinedRows)/;
  return last < 0 || steps.slice(last).some(({ name }) => uses.test(name));
};

/** Of two that show the same the shorter one. */
const costOf = ({ steps, headed }: Layout): number =>
  [...(headed ? [headed] : []), ...steps].reduce(
    (sum, { code, cost }) => sum + cost + code.length / 1_000_000,
    0,
  );

const namesIn = (rows: readonly LaidRow[]): string[] => {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) if (name !== "") names.add(name);
  return [...names];
};

/** Layouts that come to the same are tried once. */
const signature = ({ files, columns, fitness }: Node): string =>
  [
    files.map(({ length }) => length).join(","),
    columns.length,
    fitness.shown.toFixed(9),
    fitness.excess.toFixed(9),
    JSON.stringify(files[0]?.slice(0, 2)),
    JSON.stringify(files[0]?.at(-1)),
  ].join(" ");

/** The best, but some of each kind: what comes of a step may only show after the next. */
const fewOfAKind = (nodes: readonly Node[], most: number): Node[] => {
  const kinds = new Map<string, number>();
  const kept = nodes.filter(({ layout }) => {
    const kind = (layout.steps.at(-1)?.name ?? "header").replace(/\d+$/, "");
    const times = (kinds.get(kind) ?? 0) + 1;
    kinds.set(kind, times);
    return times <= most;
  });
  return kept.slice(0, width);
};
