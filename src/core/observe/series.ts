/** The fitness in force after a round. */
export interface Point {
  readonly round: number;
  readonly fitness: number;
  readonly holdoutFitness: number | null;
}

const mostPoints = 512;

/** A history of any length in bounded memory: ever more rounds share one point, the last of them. */
export class Series {
  #points: Point[] = [];
  #perPoint = 1;
  #added = 0;

  get points(): readonly Point[] {
    return this.#points;
  }

  add(point: Point): void {
    this.#points[Math.floor(this.#added / this.#perPoint)] = point;
    this.#added++;
    if (this.#points.length === mostPoints && this.#added % this.#perPoint === 0) this.#thinOut();
  }

  /** The last round turned out otherwise: what was parked is in force now. */
  correct(figures: Omit<Point, "round">): void {
    const last = this.#points.at(-1);
    if (last) this.#points[this.#points.length - 1] = { ...last, ...figures };
  }

  #thinOut(): void {
    this.#points = this.#points.filter((_, at) => at % 2 === 1);
    this.#perPoint *= 2;
  }
}
