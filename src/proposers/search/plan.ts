import { sha256 } from "../../domain/digest.ts";
import type { Asked, Assignment, Proposal, Saturation } from "../../domain/proposing.ts";
import { breaksNearlyTooMuch, changesTooManyLines, gains } from "./acceptance.ts";
import { find } from "./find.ts";
import type { Findings, OnProgress } from "./findings.ts";
import { type Idea, ideaOf } from "./idea.ts";
import { MemorisedAnswers } from "./memorising.ts";
import { sorted } from "./order.ts";
import type { Program } from "./program/program.ts";
import { render } from "./program/render.ts";
import { isWrapped, wrapped, wrappedWords } from "./program/wrap.ts";
import { recognised } from "./recognise.ts";
import { Rewriter } from "./rewrite.ts";
import { type SimulatedOutcome, Simulator } from "./simulate.ts";
import { fullProgram, otherSteps, rowByRowProgram, type Step, stepsFrom } from "./steps.ts";
import { tightened } from "./tighten.ts";
import { unexplained } from "./unexplained.ts";

const mostBundles = 12;

interface Advance {
  readonly idea: Idea;
  /** Whether it spoils nearly too much. */
  readonly isDoubtful: boolean;
}

/** All that was found for one set of inputs and gold, and how to get there from a genome. */
export class Plan {
  readonly #findings: Findings;
  readonly #simulator: Simulator;
  readonly #memorised: MemorisedAnswers;
  readonly #rewriter: Rewriter;
  /** By digest, the programs behind the texts that were proposed. */
  readonly #programs = new Map<string, Program>();

  constructor(assignment: Assignment, told: OnProgress) {
    const found = find(assignment, told);
    const { arena, all, gold } = found;
    this.#simulator = new Simulator(arena, all, gold);
    told("conditions that keep odd rows out");
    this.#findings = tightened(found, this.#simulator, fullProgram);
    this.#memorised = new MemorisedAnswers(this.#findings);
    this.#rewriter = new Rewriter(this.#findings, this.#simulator, this.#memorised);
  }

  /** What to try next on this genome, the best first. */
  propose(assignment: Assignment): Omit<Proposal, keyof Asked>[] {
    const { genome, attempts, parked, refusedRules, candidates } = assignment;
    const tried = new Set([
      genome.sha,
      ...attempts.filter(({ parent }) => parent === genome.sha).map(({ sha }) => sha),
      ...parked.map(({ sha }) => sha),
    ]);
    const waiting = new Set(parked.map(({ rules }) => rules.join("\n")));
    const found: Omit<Proposal, keyof Asked>[] = [];
    this.#memorised.forget();
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
    return unexplained(this.#findings, this.#memorised.withheld, standing.fitness);
  }

  *#ideas(assignment: Assignment): Generator<Idea> {
    if (assignment.standing.fitness >= 1) return;
    const { sha, text } = assignment.genome;
    const present = this.#programs.get(sha) ?? recognised(text, this.#findings);
    if (present !== null) yield* this.#from(present, assignment);
    else if (["starter", "search"].includes(assignment.genome.origin) && !isWrapped(text))
      yield* this.#rewriter.ideas(assignment);
    else yield* this.#builtUpon(assignment);
  }

  /**
   * One step further from a program of ours: single ones first, then some together; what spoils
   * nearly too much comes last, as the rows that nobody sees here may tip the scale.
   */
  *#from(present: Program, assignment: Assignment): Generator<Idea> {
    const doubtful: Idea[] = [];
    for (const { idea, isDoubtful } of this.#further(present, assignment)) {
      if (isDoubtful) doubtful.push(idea);
      else yield idea;
    }
    yield* doubtful;
  }

  *#further(present: Program, assignment: Assignment): Generator<Advance> {
    const before = this.#simulator.outcome(present);
    const steps = stepsFrom(this.#findings, present);
    const singles = sorted(
      steps.map((step) => ({ step, program: step.change(present) })),
      ({ program }) => -this.#simulator.outcome(program).fitness,
    );
    for (const { step, program } of singles)
      yield* this.#gaining(program, [step], assignment, before);
    const bundles = singles
      .slice(0, mostBundles)
      .flatMap(({ step }, at) =>
        singles.slice(at + 1, mostBundles).map((other) => [step, other.step]),
      );
    for (const bundle of [...bundles, steps]) {
      if (bundle.length < 2) continue;
      const program = bundle.reduce((one, step) => step.change(one), present);
      yield* this.#gaining(program, bundle, assignment, before);
    }
    for (const step of otherSteps(this.#findings, present))
      yield* this.#gaining(step.change(present), [step], assignment, before);
  }

  /** The program as an idea, where it gains and may be offered. */
  *#gaining(
    program: Program,
    steps: readonly Step[],
    { genome }: Assignment,
    before: SimulatedOutcome,
  ): Generator<Advance> {
    const outcome = this.#simulator.outcome(program);
    if (!gains(before, outcome)) return;
    const text = render(program);
    if (changesTooManyLines(genome.text, text)) return;
    if (this.#memorised.withholds(text, genome.text, steps, outcome)) return;
    const idea = ideaOf({ text, program }, steps, outcome, this.#findings);
    yield { idea, isDoubtful: breaksNearlyTooMuch(before.right, outcome.right) };
  }

  /** What others wrote stays: our rules settle the rows and correct the columns that it does not. */
  *#builtUpon(assignment: Assignment): Generator<Idea> {
    const { genome, standing } = assignment;
    const program = rowByRowProgram(this.#findings);
    const worse = worseColumns(standing.metrics.columnF1);
    for (const corrected of worse.length > 0 ? [worse, []] : [[]]) {
      const text = wrapped(genome.text, program, corrected);
      if (text === null) {
        yield* this.#rewriter.ideas(assignment);
        return;
      }
      if (this.#simulator.outcome(program).fitness <= standing.fitness) return;
      const words = wrappedWords(program, corrected, this.#findings.pairs.length);
      yield { text, words, rules: [words], predicted: null, program: null };
    }
  }
}

/** The columns that are furthest from the gold; rows that are missing set all of them back. */
const worseColumns = (columnF1: Readonly<Record<string, number>>): string[] => {
  const best = Math.max(...Object.values(columnF1));
  const worst = Math.min(...Object.values(columnF1));
  const limit = (best + worst) / 2;
  return Object.entries(columnF1).flatMap(([name, f1]) =>
    f1 <= limit && f1 < best - 0.01 ? [name] : [],
  );
};
