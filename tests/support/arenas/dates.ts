import { addDays, formatDate } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { dayIn, padded } from "./dirt.ts";
import { goods } from "./words.ts";

const name = "repair-dates";
const patterns = [
  "YYYY-MM-DD",
  "YYYY-MM-DD",
  "YYYY/MM/DD",
  "DD/MM/YYYY",
  "DD/MM/YYYY",
  "D.M.YYYY",
  "DD-MM-YYYY",
  "D MMMM YYYY",
  "MMM D, YYYY",
  "DD-MMM-YYYY",
  "YYYY-MM-DD[T09:30:00]",
];

const written = (dice: Dice, day: string | null): string =>
  day === null
    ? dice.pick(["", "unknown", "TBC", "next week", "31/02/2024"])
    : padded(dice, formatDate(day, dice.pick(patterns)) ?? "", 0.1);

export const dates: ArenaKind = {
  name,
  solvable: true,
  about: "mixed dates: ISO, day first, month names, times of day; what is no date becomes blank",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const jobs = times(200, (at) => {
      const received = dice.chance(0.05) ? null : dayIn(dice, 2024);
      const days = dice.between(1, 45);
      return {
        ticket: `R-${1_100 + at * 3}`,
        item: dice.pick(goods),
        received,
        promised: dice.chance(0.15) ? null : addDays(received ?? dayIn(dice, 2024), days),
      };
    });
    return arenaOf({
      name,
      goal: "When each repair came in and when it was promised.",
      columns: { ticket: "text", item: "text", received: "date", promised: "date" },
      required: ["ticket"],
      inputs: {
        "workshop.csv": jobs.map(({ ticket, item, received, promised }) => ({
          ticket,
          item: padded(dice, item),
          came_in: written(dice, received),
          promised_for: written(dice, promised),
        })),
      },
      gold: jobs,
    });
  },
};
