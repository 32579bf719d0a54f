import type { Arena } from "../../../domain/arena.ts";
import type { InputRows } from "../../../domain/proposing.ts";
import { candidates } from "./candidates.ts";
import { headers } from "./headers.ts";
import type { Layout, LayoutStep } from "./layout.ts";
import { LayoutMeasure, type MeasuredLayout, signature } from "./measured-layout.ts";
import type { Sample } from "./sample.ts";
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

/** Tries step after step on a sample, and goes on from what fits the gold best. */
export class LayoutSearch {
  readonly #inputs: readonly InputRows[];
  readonly #arena: Arena;
  readonly #measure: LayoutMeasure;
  readonly #isSmall: boolean;
  #mayReshape = true;

  constructor(sample: Sample, arena: Arena) {
    const { inputs } = sample;
    this.#inputs = inputs;
    this.#arena = arena;
    this.#measure = new LayoutMeasure(sample, arena);
    this.#isSmall =
      inputs.reduce((sum, { header, rows }) => sum + rows.length * header.length, 0) <= fewCells;
  }

  best(plain: Layout): Layout {
    const start = this.#measure.of(plain);
    if (start === null || start.score >= goodFit) return plain;
    if (this.#measure.attainable() < start.score + leastGain) return plain;
    this.#mayReshape = this.#isReshaped(start);
    let frontier = [start];
    let best = start;
    let parted = start.score;
    const seen = new Set<string>([signature(start)]);
    for (let depth = 0; depth < deepest && best.score < goodFit; depth++) {
      const grown: MeasuredLayout[] = [];
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

  isBetter(layout: Layout, plain: Layout): boolean {
    const [one, other] = [this.#measure.of(layout), this.#measure.of(plain)];
    return one !== null && (other === null || one.score > other.score + leastGain);
  }

  /**
   * What cells split up show by themselves is no merit of the steps after it, and where there are
   * as many rows as before, rows were not what had to change.
   */
  #isWorthIt(
    { layout, score, files, fitness: { shown } }: MeasuredLayout,
    start: MeasuredLayout,
    parted: number,
  ): boolean {
    if (layout.steps.some(isSplit) && score <= parted + leastGain) return false;
    if (this.#isSmall || !layout.steps.some(isReshape)) return true;
    if (shown < leastShown) return false;
    const [before, after] = [start.files, files].map((each) => each.flat().length);
    return Math.abs((before ?? 0) - (after ?? 0)) * 20 > (before ?? 0);
  }

  #grown(node: MeasuredLayout, depth: number, seen: Set<string>): MeasuredLayout[] {
    const view = viewOf(
      node.files.flat(),
      node.columns,
      node.fitness.paired,
      this.#measure.fit,
      this.#arena,
    );
    const children: MeasuredLayout[] = [];
    const add = (child: MeasuredLayout | null): void => {
      if (child === null || seen.has(signature(child))) return;
      seen.add(signature(child));
      children.push(child);
    };
    if (depth === 0)
      for (const headed of headers(this.#inputs, this.#measure.fit))
        add(this.#measure.of({ ...node.layout, headed }));
    for (const step of candidates(view, this.#mayReshape)) {
      if (node.layout.steps.some(({ words }) => words === step.words)) continue;
      if (isUndone(node.layout.steps.at(-1)?.name ?? "", step.name)) continue;
      if (this.#measure.fit.work > mostWork) break;
      add(this.#measure.after(node, step));
    }
    return children;
  }

  /**
   * Whether rows may have become columns, or columns rows: gold rows have none of their own, or
   * a gold column that no column shows stands elsewhere in the input.
   */
  #isReshaped({ fitness, files, columns }: MeasuredLayout): boolean {
    const { gold, sets } = this.#measure.fit;
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
  #isPromising({ layout, score }: MeasuredLayout, start: MeasuredLayout): boolean {
    if (this.#isSmall || score > start.score + leastUse) return true;
    const last = layout.steps.at(-1)?.name ?? "";
    return this.#mayReshape && (last === "" || /^(filled|titled)Rows/.test(last));
  }

  /** Without the steps that bring nothing. */
  #shortened(node: MeasuredLayout): MeasuredLayout {
    for (const [at, step] of node.layout.steps.entries()) {
      const steps = node.layout.steps.filter((_, index) => index !== at);
      const shorter = isWhole({ ...node.layout, steps })
        ? this.#measure.of({ ...node.layout, steps })
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

/** The best, but some of each kind: what comes of a step may only show after the next. */
const fewOfAKind = (nodes: readonly MeasuredLayout[], most: number): MeasuredLayout[] => {
  const kinds = new Map<string, number>();
  const kept = nodes.filter(({ layout }) => {
    const kind = (layout.steps.at(-1)?.name ?? "header").replace(/\d+$/, "");
    const times = (kinds.get(kind) ?? 0) + 1;
    kinds.set(kind, times);
    return times <= most;
  });
  return kept.slice(0, width);
};
