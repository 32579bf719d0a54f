import { sha256 } from "../../domain/digest.ts";
import {
  type Assignment,
  type Proposal,
  plainReading,
  type Saturation,
} from "../../domain/proposing.ts";
import { memorisedLimit } from "../../domain/settings.ts";
import { type Findings, find } from "./findings.ts";
import { sorted } from "./order.ts";
import { orderDoubt } from "./order-doubt.ts";
import { literalsIn } from "./program/genome-text.ts";
import type { Program } from "./program/program.ts";
import { render } from "./program/render.ts";
import { isWrapped, wrapped, wrappedWords } from "./program/wrap.ts";
import { recognised } from "./recognise.ts";
import {
  cellsChanged,
  isNearlyTooMuch,
  isOutOfProportion,
  type SimulatedOutcome,
  Simulator,
} from "./simulate.ts";
import {
  cautiousProgram,
  fullProgram,
  otherSteps,
  passingProgram,
  plainProgram,
  rowByRowProgram,
  type Step,
  stepsFrom,
} from "./steps.ts";
import { tightened } from "./tighten.ts";
import { unexplained, type Withheld } from "./unexplained.ts";

interface Idea {
  readonly text: string;
  readonly words: string;
  readonly rules: readonly string[];
  readonly predicted: number | null;
  /** Null where somebody else's program is in the text. */
  readonly program: Program | null;
}

interface Rewriting {
  readonly idea: Idea;
  /** Whether the default envelope would have a person look at it. */
  readonly isOutside: boolean;
}

const leastGain = 1e-6;
/** What the default envelope allows of changed lines. */
const mostLines = 120;
const mostBundles = 12;
const fewRows = 20;

/** All that was found for one set of inputs and gold, and how to get there from a genome. */
export class Plan {
  readonly #findings: Findings;
  readonly #simulator: Simulator;
  readonly #goldCells: ReadonlySet<string>;
  /** By digest, the programs behind the texts that were proposed. */
  readonly #programs = new Map<string, Program>();
  /** The best of what was not offered in the last answer, since it would be learning by heart. */
  #withheld: Withheld | null = null;

  constructor(assignment: Assignment, told: (line: string) => void) {
    const found = find(assignment, told);
    const { arena, all, gold } = found;
    this.#simulator = new Simulator(arena, all, gold);
    told("conditions that keep odd rows out");
    this.#findings = tightened(found, this.#simulator, fullProgram);
    this.#goldCells = new Set(
      gold.flatMap((cells) => cells.map((cell) => cell.trim().toLowerCase())),
    );
  }

  /** What to try next on this genome, the best first. */
  propose(
    assignment: Assignment,
  ): Omit<Proposal, "proposer" | "model" | "tokens" | "costUsd" | "proposeMs">[] {
    const { genome, attempts, parked, refusedRules, candidates } = assignment;
    const tried = new Set([
      genome.sha,
      ...attempts.filter(({ parent }) => parent === genome.sha).map(({ sha }) => sha),
      ...parked.map(({ sha }) => sha),
    ]);
    const waiting = new Set(parked.map(({ rules }) => rules.join("\n")));
    const found: Omit<Proposal, "proposer" | "model" | "tokens" | "costUsd" | "proposeMs">[] = [];
    this.#withheld = null;
    for (const idea of this.#ideas(assignment)) {
      const sha = sha256(idea.text);
      const isRefused = idea.rules.some((rule) => refusedRules.includes(rule));
      if (tried.has(sha) || isRefused || waiting.has(idea.rules.join("\n"))) continue;
      tried.add(sha);
      const { text, words, rules, predicted, program } = idea;
      if (program !== null) this.#programs.set(sha, program);
      found.push({ text, hypothesis: words, rules, predictedFitness: predicted, origin: "search" });
      if (found.length >= candidates) break;
    }
    return sorted(found, ({ predictedFitness }) => -(predictedFitness ?? 0));
  }

  saturation({ standing }: Assignment): Saturation {
    return unexplained(this.#findings, this.#withheld, standing.fitness);
  }

  *#ideas(assignment: Assignment): Generator<Idea> {
    if (assignment.standing.fitness >= 1) return;
    const { sha, text } = assignment.genome;
    const present = this.#programs.get(sha) ?? recognised(text, this.#findings);
    if (present !== null) yield* this.#from(present, assignment);
    else if (["starter", "search"].includes(assignment.genome.origin) && !isWrapped(text))
      yield* this.#rewritten(assignment);
    else yield* this.#builtUpon(assignment);
  }

  /**
   * One step further from a program of ours: single ones first, then some together; what spoils
   * nearly too much comes last, as the rows that nobody sees here may tip the scale.
   */
  *#from(present: Program, assignment: Assignment): Generator<Idea> {
    const before = this.#simulator.outcome(present);
    const doubtful: Idea[] = [];
    for (const { idea, outcome } of this.#further(present, before, assignment)) {
      const isDoubtful = isNearlyTooMuch(cellsChanged(before.right, outcome.right));
      if (isDoubtful) doubtful.push(idea);
      else yield idea;
    }
    yield* doubtful;
  }

  *#further(
    present: Program,
    before: SimulatedOutcome,
    assignment: Assignment,
  ): Generator<{ readonly idea: Idea; readonly outcome: SimulatedOutcome }> {
    const steps = stepsFrom(this.#findings, present);
    const singles = sorted(
      steps.map((step) => ({ step, outcome: this.#simulator.outcome(step.change(present)) })),
      ({ outcome }) => -outcome.fitness,
    );
    for (const { step, outcome } of singles)
      if (gains(before, outcome))
        yield* this.#idea(step.change(present), [step], outcome, assignment);
    const bundles = singles
      .slice(0, mostBundles)
      .flatMap(({ step }, at) =>
        singles.slice(at + 1, mostBundles).map((other) => [step, other.step]),
      );
    for (const bundle of [...bundles, steps]) {
      if (bundle.length < 2) continue;
      const program = bundle.reduce((one, step) => step.change(one), present);
      const outcome = this.#simulator.outcome(program);
      if (gains(before, outcome)) yield* this.#idea(program, bundle, outcome, assignment);
    }
    for (const step of otherSteps(this.#findings, present)) {
      const program = step.change(present);
      const outcome = this.#simulator.outcome(program);
      if (gains(before, outcome)) yield* this.#idea(program, [step], outcome, assignment);
    }
  }

  *#idea(
    program: Program,
    steps: readonly Step[],
    outcome: SimulatedOutcome,
    { genome }: Assignment,
  ): Generator<{ readonly idea: Idea; readonly outcome: SimulatedOutcome }> {
    const text = render(program);
    if (changedLines(genome.text, text) > mostLines) return;
    if (this.#memorisesTooMuch(text, genome.text, steps, outcome)) return;
    yield { idea: this.#written({ text, program }, steps, outcome), outcome };
  }

  #written(
    written: Pick<Idea, "text" | "program">,
    steps: readonly Step[],
    outcome: SimulatedOutcome,
  ): Idea {
    return {
      ...written,
      words: steps.map(({ words }) => words).join("; "),
      rules: steps.map(({ rule }) => rule),
      predicted: this.#findings.isWhole ? outcome.fitness : null,
    };
  }

  /**
   * A starter, or a program that cannot be built upon, is written anew: with as few rules as bring
   * something and leave what is right as it is; what a person would have to look at comes last.
   */
  *#rewritten(assignment: Assignment): Generator<Idea> {
    const before = this.#inForce(assignment);
    const rewritings = [plainProgram, cautiousProgram, passingProgram].flatMap((start) => [
      ...this.#grownFrom(start(this.#findings), assignment, before),
    ]);
    yield* sorted(
      rewritings,
      ({ isOutside, idea }) => idea.rules.length + (isOutside ? 1e6 : 0),
    ).map(({ idea }) => idea);
  }

  /** With one more step each, the best first. */
  *#grownFrom(
    plain: Program,
    assignment: Assignment,
    before: SimulatedOutcome | null,
  ): Generator<Rewriting> {
    const { columns, pairs } = this.#findings;
    const few = pairs.length < fewRows ? "; few rows, so not sure" : "";
    const doubts = columns.map(({ plain: read, task }) => orderDoubt(read, task)).join("");
    const first: Step = {
      rule: plainReading,
      words: `${rewriting(assignment.genome.origin)}; ${plainReading}${doubts}${few}`,
      column: null,
      change: (program) => program,
    };
    let program = plain;
    const steps: Step[] = [first];
    for (;;) {
      const outcome = this.#simulator.outcome(program);
      yield* this.#better(program, steps, assignment, before);
      const from = program;
      const [best] = sorted(
        stepsFrom(this.#findings, from)
          .map((step) => {
            const next = step.change(from);
            return { step, next, ...this.#simulator.outcome(next) };
          })
          // What would spoil the others is left for when it stands alone.
          .filter(({ right }) => !isOutOfProportion(cellsChanged(outcome.right, right))),
        ({ fitness }) => -fitness,
      );
      if (!best || best.fitness < outcome.fitness + leastGain) break;
      steps.push(best.step);
      program = best.next;
    }
    for (const step of otherSteps(this.#findings, plain)) {
      const others = steps.filter(({ column }) => column === null || column !== step.column);
      yield* this.#better(step.change(program), [...others, step], assignment, before);
    }
  }

  /** The program as an idea, where it is better than what is in force. */
  *#better(
    program: Program,
    steps: readonly Step[],
    { standing, genome }: Assignment,
    before: SimulatedOutcome | null,
  ): Generator<Rewriting> {
    const outcome = this.#simulator.outcome(program);
    const now = {
      fitness: standing.fitness,
      metrics: { rowF1: standing.metrics.rowF1 },
      failing: standing.checks.filter(({ passed }) => !passed).map(({ name }) => name),
    };
    if (!isBetter(now, outcome)) return;
    const text = render(program);
    if (this.#memorisesTooMuch(text, genome.text, steps, outcome)) return;
    const isLong = steps.length > 2 && changedLines(genome.text, text) > mostLines;
    const spoils = before !== null && isOutOfProportion(cellsChanged(before.right, outcome.right));
    yield { idea: this.#written({ text, program }, steps, outcome), isOutside: isLong || spoils };
  }

  /** What a program that is not ours gives, where one of ours gives the same by all that is known. */
  #inForce({ standing }: Assignment): SimulatedOutcome | null {
    const alike = [passingProgram, plainProgram]
      .map((program) => this.#simulator.outcome(program(this.#findings)))
      .filter(({ fitness, metrics }) => {
        const columns = Object.entries(metrics.columnF1);
        return (
          isSame(fitness, standing.fitness) &&
          isSame(metrics.rowF1, standing.metrics.rowF1) &&
          columns.every(([name, f1]) => isSame(f1, standing.metrics.columnF1[name] ?? 0))
        );
      });
    return alike[0] ?? null;
  }

  /** What others wrote stays: our rules settle the rows and correct the columns that it does not. */
  *#builtUpon(assignment: Assignment): Generator<Idea> {
    const { genome, standing } = assignment;
    const program = rowByRowProgram(this.#findings);
    const worse = worseColumns(standing.metrics.columnF1);
    for (const corrected of worse.length > 0 ? [worse, []] : [[]]) {
      const text = wrapped(genome.text, program, corrected);
      if (text === null) {
        yield* this.#rewritten(assignment);
        return;
      }
      if (this.#simulator.outcome(program).fitness <= standing.fitness) return;
      const words = wrappedWords(program, corrected, this.#findings.pairs.length);
      yield { text, words, rules: [words], predicted: null, program: null };
    }
  }

  #memorisesTooMuch(
    text: string,
    before: string,
    steps: readonly Step[],
    { fitness }: SimulatedOutcome,
  ): boolean {
    const { arena, gold } = this.#findings;
    const limit = memorisedLimit(arena.limits.memorised, gold.length);
    const memorised = this.#memorised(text, before);
    if (memorised <= limit) return false;
    if (fitness > (this.#withheld?.fitness ?? 0)) {
      const words = steps.at(-1)?.words ?? "";
      this.#withheld = { words, memorised, limit, fitness };
    }
    return true;
  }

  #memorised(text: string, before: string): number {
    const known = new Set(literalsIn(before).map((one) => one.trim().toLowerCase()));
    const suspects = new Set(
      literalsIn(text)
        .map((one) => one.trim().toLowerCase())
        .filter((one) => one.length >= 2 && this.#goldCells.has(one) && !known.has(one)),
    );
    if (suspects.size === 0) return 0;
    const { all } = this.#findings;
    for (const { cells } of all.rows) {
      if (suspects.size === 0) break;
      for (const cell of Object.values(cells)) {
        const lower = cell.toLowerCase();
        for (const suspect of suspects) if (lower.includes(suspect)) suspects.delete(suspect);
      }
    }
    return suspects.size;
  }
}

const rewriting = (origin: Assignment["genome"]["origin"]): string => {
  if (origin === "starter") return "rewrites the starter";
  return origin === "search" ? "writes its steps anew" : "replaces the program by one of its own";
};

interface Standing {
  readonly fitness: number;
  readonly metrics: { readonly rowF1: number };
  readonly failing: readonly string[];
}

const isBetter = (before: Standing, after: Standing): boolean =>
  after.fitness >= before.fitness + leastGain &&
  after.metrics.rowF1 >= before.metrics.rowF1 - 1e-9 &&
  after.failing.every((check) => before.failing.includes(check));

const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

const gains = (before: SimulatedOutcome, after: SimulatedOutcome): boolean => {
  if (!isBetter(before, after)) return false;
  return !isOutOfProportion(cellsChanged(before.right, after.right));
};

const changedLines = (before: string, after: string): number => {
  const left = new Map<string, number>();
  const [old, now] = [before.split("\n"), after.split("\n")];
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of now) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    shared++;
    left.set(line, count - 1);
  }
  return old.length + now.length - 2 * shared;
};

/** The columns that are furthest from the gold; rows that are missing set all of them back. */
const worseColumns = (columnF1: Readonly<Record<string, number>>): string[] => {
  const best = Math.max(...Object.values(columnF1));
  const worst = Math.min(...Object.values(columnF1));
  const limit = (best + worst) / 2;
  return Object.entries(columnF1).flatMap(([name, f1]) =>
    f1 <= limit && f1 < best - 0.01 ? [name] : [],
  );
};
