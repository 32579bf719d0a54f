import type { Origin } from "../../../domain/genome.ts";
import type { Assignment } from "../../../domain/proposing.ts";
import { render } from "../program/render.ts";
import { isWrapped, wrapped, wrappedWords } from "../program/wrap.ts";
import { Climber, type Step } from "./climb.ts";
import { type Findings, find } from "./findings.ts";
import { type Plan, planOf, programAt, type State, variantsOf } from "./moves.ts";
import { polished } from "./polish.ts";
import { Trial } from "./trial.ts";
import { unexplained } from "./unexplained.ts";

export interface Idea {
  readonly text: string;
  readonly hypothesis: string;
}

/** A program of ours: which plan it follows and how far it has come. */
interface Place {
  readonly plan: Plan;
  readonly climber: Climber;
  readonly state: State;
}

const mostStates = 1500;

/** All that was found for one set of inputs and gold, and how to get there from a genome. */
export class Planned {
  readonly #findings: Findings;
  readonly #trial: Trial;
  readonly #plans: readonly Omit<Place, "state">[];
  readonly #places = new Map<string, Place>();

  constructor(assignment: Assignment) {
    const found = find(assignment);
    this.#trial = new Trial(found);
    this.#findings = polished(found, this.#trial);
    this.#plans = [planOf(this.#findings), ...variantsOf(this.#findings)].map((plan) => ({
      plan,
      climber: new Climber(plan, this.#trial),
    }));
  }

  /** What to try next on this genome, the best first. */
  *after(assignment: Assignment): Generator<Idea> {
    if (assignment.standing.fitness >= 1) return;
    const place = this.#placeOf(assignment.genome.text);
    if (place === null) yield* this.#insteadOf(assignment);
    else yield* this.#from(place, wasRefused(assignment));
  }

  unexplained(): string {
    return unexplained(this.#findings);
  }

  *#from(place: Place, wasRefused: boolean): Generator<Idea> {
    const { climber, state } = place;
    for (const step of climber.next(state)) yield this.#idea(place, step);
    for (const step of climber.path(state).slice(1)) yield this.#idea(place, step);
    // What the trial thinks no better is worth a round only where the trial was wrong before.
    const { fitness } = climber.score(state);
    yield* this.#otherwise(wasRefused ? fitness - 0.02 : fitness + 1e-6, "");
  }

  /** The other plans, where they promise so much. */
  *#otherwise(least: number, before: string): Generator<Idea> {
    for (const { plan, climber } of this.#plans.slice(1)) {
      const state = climber.end;
      if (climber.score(state).fitness < least) continue;
      const hypothesis = `${before}${plan.instead ?? ""}`;
      yield { text: this.#text({ plan, climber, state }), hypothesis };
    }
  }

  /** The first programs on the way that are better than a genome that is not one of ours. */
  *#insteadOf(assignment: Assignment): Generator<Idea> {
    const { genome, standing } = assignment;
    const [main] = this.#plans;
    if (!main) return;
    if (genome.origin !== "starter") yield* this.#builtUpon(assignment);
    const what = rewriting(isWrapped(genome.text) ? "person" : genome.origin);
    const { climber } = main;
    const start = climber.start;
    const first: Step = { state: start, score: climber.score(start), words: [], isFirst: true };
    const better = [first, ...climber.path(start)].filter((step) => isBetter(step, standing));
    for (const step of better) {
      const words = step.words.length > 0 ? step.words.join("; ") : "reads its columns";
      yield { text: this.#text({ ...main, state: step.state }), hypothesis: what + words };
    }
    yield* this.#otherwise(standing.fitness + 1e-6, what);
  }

  /** What others wrote stays: our rules settle the rows and mend the columns that it does not. */
  *#builtUpon({ genome, standing }: Assignment): Generator<Idea> {
    const [main] = this.#plans;
    if (!main || main.climber.score(main.climber.end).fitness <= standing.fitness) return;
    const program = programAt(main.plan, main.climber.end);
    const worse = worseColumns(standing.metrics.columnF1);
    for (const mended of worse.length > 0 ? [worse, []] : [[]]) {
      const text = wrapped(genome.text, program, mended);
      if (text === null) return;
      yield { text, hypothesis: wrappedWords(program, mended, this.#findings.pairs.length) };
    }
  }

  #idea(place: Place, step: Step): Idea {
    return {
      text: this.#text({ ...place, state: step.state }),
      hypothesis: step.words.join("; "),
    };
  }

  #text(place: Place): string {
    const text = render(programAt(place.plan, place.state));
    if (!this.#places.has(text)) this.#places.set(text, place);
    return text;
  }

  /** Where on the way a text is, when it is one of ours. */
  #placeOf(text: string): Place | null {
    const known = this.#places.get(text);
    if (known) return known;
    for (const { plan, climber } of this.#plans)
      for (const state of climber.states(mostStates)) {
        const place = { plan, climber, state };
        if (this.#text(place) === text) return place;
      }
    return null;
  }
}

const wasRefused = ({ attempts, genome }: Assignment): boolean =>
  attempts.some(({ parent }) => parent === genome.sha);

const rewriting = (origin: Origin): string => {
  if (origin === "starter") return "rewrites the starter as named steps; ";
  return origin === "search"
    ? "writes its steps anew; "
    : "replaces the program by one of its own; ";
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

const isBetter = ({ score }: Step, standing: Assignment["standing"]): boolean =>
  score.fitness >= standing.fitness + 1e-6 &&
  score.rowF1 >= standing.metrics.rowF1 - 1e-9 &&
  standing.checks.every(({ name, passed }) => !passed || !score.broken.includes(name));
