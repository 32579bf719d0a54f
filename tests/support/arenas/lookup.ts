import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { padded, withCommas } from "./dirt.ts";
import { goods } from "./words.ts";

const name = "stock-movements";

const starter = `import type { Genome } from "cleanloop/kit";

/** The movements as they were written; the article list is not looked at. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    if (input.name !== "movements.csv") continue;
    for await (const row of input.records()) {
      emit("master", {
        movement: row.movement ?? null,
        article: row.code ?? null,
        pieces: row.pieces ?? null,
        worth: null,
      });
    }
  }
};
`;

export const lookup: ArenaKind = {
  name,
  solvable: true,
  about: "movements name articles by code; a second file tells the code's name and price",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const articles = goods.map((article, at) => ({
      code: `${dice.pick(["K", "L", "M"])}${200 + at * 13}`,
      article,
      cents: dice.between(150, 9_000),
    }));
    const movements = times(190, (at) => ({
      movement: `W-${at + 4_000}`,
      ...dice.pick(articles),
      pieces: dice.between(1, 80),
    }));
    return arenaOf({
      name,
      goal: "Stock movements with the article's name and what they are worth.",
      columns: { movement: "text", article: "text", pieces: "number", worth: "number" },
      required: ["movement"],
      inputs: {
        "articles.csv": articles.map(({ code, article, cents }) => ({
          code,
          article: padded(dice, article),
          price: `€${withCommas(cents / 100)}`,
        })),
        "movements.csv": movements.map(({ movement, code, pieces }) => ({
          movement,
          code: dice.chance(0.2) ? code.toLowerCase() : padded(dice, code, 0.1),
          pieces: dice.chance(0.2) ? `${pieces} pc` : pieces,
        })),
      },
      gold: movements.map(({ movement, article, pieces, cents }) => ({
        movement,
        article,
        pieces,
        worth: (pieces * cents) / 100,
      })),
      starter,
    });
  },
};
