import { memorisedLimit } from "../../domain/settings.ts";
import type { Findings } from "./findings.ts";
import { literalsIn } from "./program/genome-text.ts";
import type { Row } from "./rows.ts";
import type { SimulatedOutcome } from "./simulate.ts";
import type { Step } from "./steps.ts";

/** A step that was found and not offered. */
export interface Withheld {
  readonly words: string;
  /** Answers in it that stand in no input, and how many of them may. */
  readonly memorised: number;
  readonly limit: number;
  /** Of the visible gold, with this step. */
  readonly fitness: number;
}

const shortest = 2;

/** Tells texts that learn the gold by heart, and keeps them from being offered. */
export class MemorisedAnswers {
  readonly #rows: readonly Row[];
  readonly #goldCells: ReadonlySet<string>;
  readonly #limit: number;
  #withheld: Withheld | null = null;

  constructor({ arena, all, gold }: Pick<Findings, "arena" | "all" | "gold">) {
    this.#rows = all.rows;
    this.#goldCells = new Set(gold.flatMap((cells) => cells.map(plain)));
    this.#limit = memorisedLimit(arena.limits.memorised, gold.length);
  }

  /** The best of what was withheld since `forget`. */
  get withheld(): Withheld | null {
    return this.#withheld;
  }

  forget(): void {
    this.#withheld = null;
  }

  /** Whether a text, with its last step, brings more answers by heart than are allowed. */
  withholds(
    text: string,
    before: string,
    steps: readonly Step[],
    { fitness }: SimulatedOutcome,
  ): boolean {
    const memorised = this.#count(text, before);
    const limit = this.#limit;
    if (memorised <= limit) return false;
    if (fitness > (this.#withheld?.fitness ?? 0))
      this.#withheld = { words: steps.at(-1)?.words ?? "", memorised, limit, fitness };
    return true;
  }

  /** Literals that are new, whole cells of the gold, and in no input. */
  #count(text: string, before: string): number {
    const known = new Set(literalsIn(before).map(plain));
    const suspects = new Set(
      literalsIn(text)
        .map(plain)
        .filter((one) => one.length >= shortest && this.#goldCells.has(one) && !known.has(one)),
    );
    for (const { cells } of this.#rows) {
      if (suspects.size === 0) break;
      for (const cell of Object.values(cells)) {
        const lower = cell.toLowerCase();
        for (const suspect of suspects) if (lower.includes(suspect)) suspects.delete(suspect);
      }
    }
    return suspects.size;
  }
}

const plain = (text: string): string => text.trim().toLowerCase();
