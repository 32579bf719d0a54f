import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { dayIn, padded } from "./dirt.ts";
import { firstNames, lastNames } from "./words.ts";

const name = "essay-marks";

export const unsolvable: ArenaKind = {
  name,
  solvable: false,
  about: "marks and remarks that a reader gave and that no input tells",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const essays = times(120, (at) => ({
      essay: `E${2_000 + at}`,
      author: `${dice.pick(firstNames)} ${dice.pick(lastNames)}`,
      handed: dayIn(dice, 2024),
      words: dice.between(800, 4_200),
      mark: dice.between(0, 1_000) / 10,
      reader: dice.pick(["moving", "dense", "uneven", "witty", "careful", "rushed", "bold"]),
    }));
    return arenaOf({
      name,
      goal: "The mark that each essay was given.",
      columns: { essay: "text", author: "text", handed: "date", mark: "number", remark: "text" },
      required: ["essay"],
      inputs: {
        "essays.csv": essays.map(({ essay, author, handed, words }) => ({
          essay,
          author: padded(dice, author),
          handed,
          words,
        })),
      },
      gold: essays.map(({ essay, author, handed, mark, reader }) => ({
        essay,
        author,
        handed,
        mark,
        remark: reader,
      })),
    });
  },
};
