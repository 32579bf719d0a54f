import { type Assignment, plainReading } from "../../domain/proposing.ts";
import { breaksTooMuch, changesTooManyLines, isBetter, leastGain } from "./acceptance.ts";
import type { Findings } from "./findings.ts";
import { type Idea, ideaOf } from "./idea.ts";
import type { MemorisedAnswers } from "./memorising.ts";
import { sorted } from "./order.ts";
import { orderDoubt } from "./order-doubt.ts";
import type { Program } from "./program/program.ts";
import { render } from "./program/render.ts";
import type { SimulatedOutcome, Simulator } from "./simulate.ts";
import {
  cautiousProgram,
  fewRowsDoubt,
  otherSteps,
  passingProgram,
  plainProgram,
  type Step,
  stepsFrom,
} from "./steps.ts";

interface Rewriting {
  readonly idea: Idea;
  /** Whether the default envelope would have a person look at it. */
  readonly isOutside: boolean;
}

/**
 * A starter, or a program that cannot be built upon, is written anew: with as few rules as bring
 * something and leave what is right as it is; what a person would have to look at comes last.
 */
export class Rewriter {
  readonly #findings: Findings;
  readonly #simulator: Simulator;
  readonly #memorised: MemorisedAnswers;

  constructor(findings: Findings, simulator: Simulator, memorised: MemorisedAnswers) {
    this.#findings = findings;
    this.#simulator = simulator;
    this.#memorised = memorised;
  }

  ideas(assignment: Assignment): Idea[] {
    const before = this.#inForce(assignment);
    const rewritings = [plainProgram, cautiousProgram, passingProgram].flatMap((start) => [
      ...this.#grownFrom(start(this.#findings), assignment, before),
    ]);
    return sorted(
      rewritings,
      ({ isOutside, idea }) => idea.rules.length + (isOutside ? 1e6 : 0),
    ).map(({ idea }) => idea);
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

  /** With one more step each, the best first. */
  *#grownFrom(
    start: Program,
    assignment: Assignment,
    before: SimulatedOutcome | null,
  ): Generator<Rewriting> {
    const steps = [this.#firstStep(assignment)];
    let program = start;
    for (;;) {
      yield* this.#better(program, steps, assignment, before);
      const best = this.#bestStep(program);
      if (best === null) break;
      steps.push(best.step);
      program = best.program;
    }
    for (const step of otherSteps(this.#findings, start)) {
      const others = steps.filter(({ column }) => column === null || column !== step.column);
      yield* this.#better(step.change(program), [...others, step], assignment, before);
    }
  }

  /** The plain reading itself, with what is doubtful about it. */
  #firstStep({ genome }: Assignment): Step {
    const { columns, pairs } = this.#findings;
    const doubts = columns.map(({ plain, task }) => orderDoubt(plain, task)).join("");
    return {
      rule: plainReading,
      words: `${rewriting(genome.origin)}; ${plainReading}${doubts}${fewRowsDoubt(pairs.length)}`,
      column: null,
      change: (program) => program,
    };
  }

  /** The step that brings most, null where none brings anything. */
  #bestStep(from: Program): { readonly step: Step; readonly program: Program } | null {
    const now = this.#simulator.outcome(from);
    const grown = stepsFrom(this.#findings, from)
      .map((step) => {
        const program = step.change(from);
        return { step, program, outcome: this.#simulator.outcome(program) };
      })
      // What would spoil the others is left for when it stands alone.
      .filter(({ outcome }) => !breaksTooMuch(now.right, outcome.right));
    const [best] = sorted(grown, ({ outcome }) => -outcome.fitness);
    return !best || best.outcome.fitness < now.fitness + leastGain ? null : best;
  }

  /** The program as an idea, where it is better than what is in force. */
  *#better(
    program: Program,
    steps: readonly Step[],
    { standing, genome }: Assignment,
    before: SimulatedOutcome | null,
  ): Generator<Rewriting> {
    const outcome = this.#simulator.outcome(program);
    const failing = standing.checks.filter(({ passed }) => !passed).map(({ name }) => name);
    if (!isBetter({ ...standing, failing }, outcome)) return;
    const text = render(program);
    if (this.#memorised.withholds(text, genome.text, steps, outcome)) return;
    const isLong = steps.length > 2 && changesTooManyLines(genome.text, text);
    const spoils = before !== null && breaksTooMuch(before.right, outcome.right);
    const idea = ideaOf({ text, program }, steps, outcome, this.#findings);
    yield { idea, isOutside: isLong || spoils };
  }
}

const rewriting = (origin: Assignment["genome"]["origin"]): string => {
  if (origin === "starter") return "rewrites the starter";
  return origin === "search" ? "writes its steps anew" : "replaces the program by one of its own";
};

const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
