import type { ProjectOverview } from "../core/observe/overview.ts";
import type { RoundRow } from "../core/observe/round-row.ts";
import type { RoundStory } from "../core/observe/round-story.ts";
import type { WholeView } from "../core/observe/whole-view.ts";
import { visible } from "../domain/visible.ts";

/*
 * What a page is drawn from, as it lies in the file or comes from the dashboard. Every text in it
 * has been made visible and is bounded; a round is a short list of figures and of places in `texts`,
 * since there may be a hundred thousand of them.
 */
export interface PageData {
  /** Whether a dashboard serves it, which can be asked for more. */
  readonly live: boolean;
  readonly version: string;
  readonly made: string;
  readonly overview: ProjectOverview;
  readonly texts: readonly string[];
  readonly rounds: readonly PackedRound[];
  readonly stories: readonly RoundStory[];
  readonly genome: string | null;
  readonly columns: readonly string[];
}

/** The place of a text in `texts`; -1 for none. */
type Place = number;

export type PackedRound = readonly [
  round: number,
  at: Place,
  run: Place,
  decision: Place,
  reviewed: Place,
  review: Place,
  focus: Place,
  parent: Place,
  chosen: Place,
  proposer: Place,
  hypothesis: Place,
  outcome: Place,
  reason: Place,
  failed: readonly Place[] | null,
  figures: readonly [
    score: number | null,
    total: number | null,
    fitness: number | null,
    holdoutFitness: number | null,
    fitnessBefore: number,
    holdoutBefore: number | null,
    right: number | null,
    broken: number | null,
    changedLines: number | null,
    level: number,
    tokens: number,
    costUsd: number,
    durationMs: number,
  ],
];

/** A round as the page works with it. */
export interface PageRound {
  readonly round: number;
  readonly at: string;
  readonly run: string;
  readonly decision: string;
  readonly reviewed: string | null;
  readonly review: string | null;
  readonly focus: string;
  readonly parent: string;
  readonly chosen: string | null;
  readonly proposer: string | null;
  readonly hypothesis: string | null;
  readonly outcome: string | null;
  readonly reason: string;
  readonly failed: readonly string[] | null;
  readonly score: number | null;
  readonly total: number | null;
  readonly fitness: number | null;
  readonly holdoutFitness: number | null;
  readonly fitnessBefore: number;
  readonly holdoutBefore: number | null;
  readonly right: number | null;
  readonly broken: number | null;
  readonly changedLines: number | null;
  readonly level: number;
  readonly tokens: number;
  readonly costUsd: number;
  readonly durationMs: number;
}

const longestText = 2000;
const longestWord = 300;

export const pageData = (
  { overview, changed, stories, genome, columns }: WholeView,
  about: Pick<PageData, "live" | "version" | "made">,
): PageData => {
  const texts = new Texts();
  const rounds = changed.map((row) => packed(row, texts));
  return bounded(
    {
      ...about,
      overview,
      texts: texts.all,
      rounds,
      stories,
      genome: null,
      columns,
    },
    visibleProgram(genome),
  );
};

/** A program keeps its lines; all else that is hidden in it is shown. */
const visibleProgram = (text: string | null): string | null =>
  text === null
    ? null
    : text
        .split("\n")
        .map((line) => visible(line, longestText))
        .join("\n");

const bounded = (data: PageData, genome: string | null): PageData => ({
  ...withShortTexts(data),
  genome,
});

/** The same shape with every text in it visible and bounded. */
export const withShortTexts = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "string" ? visible(inner, longestText) : inner,
    ),
  );

class Texts {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(text: string | null): Place {
    if (text === null) return -1;
    const short = visible(text, longestWord);
    const known = this.#places.get(short);
    if (known !== undefined) return known;
    this.#places.set(short, this.all.length);
    return this.all.push(short) - 1;
  }
}

const shaLength = 12;

const packed = (row: RoundRow, texts: Texts): PackedRound => {
  const place = (text: string | null): Place => texts.placeOf(text);
  return [
    row.round,
    place(row.at),
    place(row.run),
    place(row.decision),
    place(row.reviewed),
    place(row.review),
    place(row.focus),
    place(row.parent.slice(0, shaLength)),
    place(row.chosen?.slice(0, shaLength) ?? null),
    place(row.proposer),
    place(row.hypothesis),
    place(row.outcome),
    place(row.reason),
    row.checksFailed?.map(place) ?? null,
    [
      row.score,
      row.total,
      rounded(row.fitness),
      rounded(row.holdoutFitness),
      rounded(row.fitnessBefore),
      rounded(row.holdoutBefore),
      row.effects?.right ?? null,
      row.effects?.broken ?? null,
      row.changedLines,
      row.level,
      row.tokens,
      row.costUsd,
      Math.round(row.durationMs),
    ],
  ];
};

const rounded = <Figure extends number | null>(value: Figure): Figure | number =>
  value === null ? value : Math.round(value * 1e6) / 1e6;

export const unpacked = ({ texts, rounds }: Pick<PageData, "texts" | "rounds">): PageRound[] => {
  const textAt = (place: Place): string | null => texts[place] ?? null;
  return rounds.map((packedRound) => {
    const [
      round,
      at,
      run,
      decision,
      reviewed,
      review,
      focus,
      parent,
      chosen,
      proposer,
      hypothesis,
      outcome,
      reason,
      failed,
      figures,
    ] = packedRound;
    const [
      score,
      total,
      fitness,
      holdoutFitness,
      fitnessBefore,
      holdoutBefore,
      right,
      broken,
      changedLines,
      level,
      tokens,
      costUsd,
      durationMs,
    ] = figures;
    return {
      round,
      at: textAt(at) ?? "",
      run: textAt(run) ?? "",
      decision: textAt(decision) ?? "",
      reviewed: textAt(reviewed),
      review: textAt(review),
      focus: textAt(focus) ?? "",
      parent: textAt(parent) ?? "",
      chosen: textAt(chosen),
      proposer: textAt(proposer),
      hypothesis: textAt(hypothesis),
      outcome: textAt(outcome),
      reason: textAt(reason) ?? "",
      failed: failed?.map((place) => textAt(place) ?? "") ?? null,
      score,
      total,
      fitness,
      holdoutFitness,
      fitnessBefore,
      holdoutBefore,
      right,
      broken,
      changedLines,
      level,
      tokens,
      costUsd,
      durationMs,
    };
  });
};
