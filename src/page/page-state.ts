import type { RoundStory } from "../core/observe/round-story.ts";
import { type PageData, type PageRound, unpacked } from "../report/page-data.ts";

/** All that the page knows; a dashboard adds to it. */
export class PageState {
  data: PageData;
  readonly rounds: PageRound[] = [];
  readonly #byRound = new Map<number, PageRound>();
  readonly #stories = new Map<number, RoundStory>();

  constructor(data: PageData) {
    this.data = data;
    this.add(data);
  }

  /** Rounds that are new or turned out otherwise, and how everything stands now. */
  add(data: PageData): void {
    this.data = data;
    for (const round of unpacked(data)) {
      const known = this.#byRound.has(round.round);
      this.#byRound.set(round.round, round);
      if (!known) this.rounds.push(round);
      else this.rounds[this.#placeOf(round.round)] = round;
    }
    for (const story of data.stories) this.#stories.set(story.event.round, story);
  }

  round(number: number): PageRound | undefined {
    return this.#byRound.get(number);
  }

  story(number: number): RoundStory | undefined {
    return this.#stories.get(number);
  }

  addStory(story: RoundStory): void {
    this.#stories.set(story.event.round, story);
  }

  /** The kept rounds that led to the genome in force, the first one first. */
  lineage(): PageRound[] {
    const byText = new Map<string, PageRound>();
    for (const round of this.rounds)
      if (round.chosen !== null && (round.decision === "kept" || round.reviewed === "approved"))
        byText.set(round.chosen, round);
    const steps: PageRound[] = [];
    const sha = this.data.overview.genome?.sha.slice(0, 12);
    for (
      let step = byText.get(sha ?? "");
      step && !steps.includes(step);
      step = byText.get(step.parent)
    )
      steps.push(step);
    return steps.reverse();
  }

  #placeOf(number: number): number {
    const first = this.rounds[0]?.round ?? number;
    return this.rounds[number - first]?.round === number
      ? number - first
      : this.rounds.findIndex(({ round }) => round === number);
  }
}
