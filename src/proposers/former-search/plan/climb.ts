import { sorted } from "../../search/order.ts";
import type { Score } from "../program/score.ts";
import { type Plan, programAt, type State } from "./moves.ts";
import type { Trial } from "./trial.ts";

/** A program some moves further on, with what is expected of it. */
export interface Step {
  readonly state: State;
  readonly score: Score;
  /** What the moves do, one phrase each. */
  readonly words: readonly string[];
  /** Whether the last move says how a column is read. */
  readonly isFirst: boolean;
}

const leastGain = 1e-6;

export class Climber {
  readonly #plan: Plan;
  readonly #trial: Trial;
  readonly #scores = new Map<string, Score>();

  constructor(plan: Plan, trial: Trial) {
    this.#plan = plan;
    this.#trial = trial;
  }

  get start(): State {
    return this.#plan.ladders.map(() => 0);
  }

  get end(): State {
    return this.#plan.ladders.map(({ rungs }) => rungs.length);
  }

  score(state: State): Score {
    const key = state.join();
    const known = this.#scores.get(key);
    if (known) return known;
    const score = this.#trial.score(programAt(this.#plan, state));
    this.#scores.set(key, score);
    return score;
  }

  /** Every single move that gains, the best first; where none does, what the next two do. */
  next(state: State): Step[] {
    const now = this.score(state);
    const singles = this.#raised(state);
    const gaining = singles.filter((step) => gains(step.score, now));
    if (gaining.length > 0) return byGain(gaining);
    const pairs = singles.flatMap((step) => this.#raised(step.state, step.words));
    const gainingPairs = byGain(pairs.filter((step) => gains(step.score, now)));
    const last = this.#jump(state);
    return [...gainingPairs, ...(gains(last.score, now) ? [last] : [])];
  }

  /** The way up from a state, one best move after another, each with what it adds. */
  path(from: State): Step[] {
    const steps: Step[] = [];
    for (let step = this.next(from)[0]; step; step = this.next(step.state)[0]) steps.push(step);
    return steps;
  }

  /** Every state that some moves lead to, near ones first, so many at most. */
  *states(most: number): Generator<State> {
    const seen = new Set<string>();
    const queue: State[] = [this.start];
    for (let state = queue.shift(); state && seen.size < most; state = queue.shift()) {
      if (seen.has(state.join())) continue;
      seen.add(state.join());
      yield state;
      for (const [at, { rungs }] of this.#plan.ladders.entries())
        if ((state[at] ?? 0) < rungs.length)
          queue.push(state.map((level, other) => (other === at ? level + 1 : level)));
    }
  }

  #raised(state: State, before: readonly string[] = []): Step[] {
    return this.#plan.ladders.flatMap(({ rungs }, at) => {
      const rung = rungs[state[at] ?? 0];
      if (!rung) return [];
      const raised = state.map((level, other) => (other === at ? level + 1 : level));
      const isFirst = rung.isReading;
      return [
        { state: raised, score: this.score(raised), words: [...before, rung.words], isFirst },
      ];
    });
  }

  #jump(state: State): Step {
    const words = this.#plan.ladders.flatMap(({ rungs }, at) =>
      rungs.slice(state[at] ?? 0).map((rung) => rung.words),
    );
    return { state: this.end, score: this.score(this.end), words, isFirst: false };
  }
}

const gains = (score: Score, now: Score): boolean =>
  score.fitness >= now.fitness + leastGain &&
  score.rowF1 >= now.rowF1 - 1e-9 &&
  score.broken.every((check) => now.broken.includes(check));

/** How columns are read comes before what else they may be; then the greatest gain is first. */
const byGain = (steps: readonly Step[]): Step[] =>
  sorted(steps, ({ score, isFirst }) => (isFirst ? -2 : 0) - score.fitness);
