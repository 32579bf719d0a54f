import type { Assignment } from "../../../domain/proposing.ts";
import { render } from "../program/render.ts";
import { Climber, type Step } from "./climb.ts";
import { type Findings, find } from "./findings.ts";
import { type Plan, planOf, programAt, type State } from "./moves.ts";
import { Trial } from "./trial.ts";

export interface Idea {
  readonly text: string;
  readonly hypothesis: string;
}

/** All that was found for one set of inputs and gold, and how to get there from a genome. */
export class Planned {
  readonly #findings: Findings;
  readonly #plan: Plan;
  readonly #climber: Climber;

  constructor(assignment: Assignment) {
    this.#findings = polished(find(assignment));
    this.#plan = planOf(this.#findings);
    this.#climber = new Climber(this.#plan, new Trial(this.#findings));
  }

  /** What to try next on this genome, the best first. */
  *after(assignment: Assignment): Generator<Idea> {
    const state = this.#stateOf(assignment.genome.text);
    if (state === null) yield* this.#insteadOf(assignment);
    else yield* this.#from(state);
  }

  unexplained(): string {
    const { gold, columns, pairs } = this.#findings;
    const lost = gold.length - pairs.length;
    const missed = columns.flatMap(({ column, chains }) => {
      const [chain] = chains;
      const rows = chain ? chain.rows - chain.hits : pairs.length;
      return rows > 0 ? [`${column.name} in ${rows} of ${chain?.rows ?? pairs.length} rows`] : [];
    });
    const parts = [
      ...(lost > 0 ? [`${lost} of ${gold.length} gold rows have no input row like them`] : []),
      ...(missed.length > 0 ? [`not explained: ${missed.join(", ")}`] : []),
    ];
    return parts.length > 0 ? parts.join("; ") : "every visible gold row is explained";
  }

  *#from(state: State): Generator<Idea> {
    const next = this.#climber.next(state);
    for (const step of next) yield this.#idea(step);
    for (const step of this.#climber.path(state).slice(1)) yield this.#idea(step);
  }

  /** The first programs on the way that are better than a genome that is not one of ours. */
  *#insteadOf({ genome, standing }: Assignment): Generator<Idea> {
    const start = this.#climber.start;
    const first: Step = {
      state: start,
      score: this.#climber.score(start),
      words: [],
      isFirst: true,
    };
    for (const step of [first, ...this.#climber.path(start)]) {
      if (!isBetter(step, standing)) continue;
      const what =
        genome.origin === "starter" ? "rewrites the starter as named steps" : "replaces the genome";
      const last = step.words.join("; ");
      yield { text: this.#text(step.state), hypothesis: `${what}; ${last}` };
    }
  }

  #idea(step: Step): Idea {
    return { text: this.#text(step.state), hypothesis: step.words.join("; ") };
  }

  #text(state: State): string {
    return render(programAt(this.#plan, state));
  }

  /** Where on the way a text is, when it is one of ours. */
  #stateOf(text: string): State | null {
    for (const state of [
      this.#climber.start,
      ...this.#climber.path(this.#climber.start).map((s) => s.state),
    ])
      if (this.#text(state) === text) return state;
    return null;
  }
}

const isBetter = ({ score }: Step, standing: Assignment["standing"]): boolean =>
  score.fitness >= standing.fitness + 1e-6 &&
  score.rowF1 >= standing.metrics.rowF1 - 1e-9 &&
  standing.checks.every(({ name, passed }) => !passed || !score.broken.includes(name));

/** Chains so close in length are told apart by what the whole program gives with them. */
const closeBits = 14;

const polished = (findings: Findings): Findings => {
  const trial = new Trial(findings);
  const scoreOf = (columns: Findings["columns"]): number => {
    const plan = planOf({ ...findings, columns });
    const end = plan.ladders.map(({ rungs }) => rungs.length);
    return trial.score(programAt(plan, end)).fitness;
  };
  let columns = findings.columns;
  let best = scoreOf(columns);
  for (const [at, { chains }] of columns.entries())
    for (const chain of chains.slice(1)) {
      if (chain.bits > (chains[0]?.bits ?? 0) + closeBits) continue;
      const others = chains.filter((other) => other !== chain);
      const next = columns.map((finding, index) =>
        index === at ? { ...finding, chains: [chain, ...others] } : finding,
      );
      const score = scoreOf(next);
      if (score > best + 1e-6) [columns, best] = [next, score];
    }
  return { ...findings, columns };
};
