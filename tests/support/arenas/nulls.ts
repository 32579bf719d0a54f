import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { padded } from "./dirt.ts";

const name = "soil-samples";
const nothing = ["N/A", "n.a.", "-", "none", "NULL", "?", "", "not measured"];

const orNothing = (dice: Dice, value: string | number | null): string =>
  value === null ? dice.pick(nothing) : padded(dice, String(value), 0.1);

export const nulls: ArenaKind = {
  name,
  solvable: true,
  about: "many ways to write nothing, a sentinel of -999 among them, units and percents",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const known = <Value>(value: Value): Value | null => (dice.chance(0.2) ? null : value);
    const samples = times(200, (at) => ({
      sample: `Q${at + 501}`,
      crop: known(dice.pick(["barley", "rye", "clover", "maize"])),
      ph: known(dice.between(40, 90) / 10),
      moisture: known(dice.between(20, 480) / 10),
      depth: known(dice.pick([10, 20, 30, 60])),
    }));
    return arenaOf({
      name,
      goal: "Soil samples in which a blank cell is the only way to say that nothing is known.",
      columns: {
        sample: "text",
        crop: "text",
        ph: "number",
        moisture: "number",
        depth_cm: "number",
      },
      required: ["sample"],
      inputs: {
        "lab_sheet.csv": samples.map(({ sample, crop, ph, moisture, depth }) => ({
          sample,
          crop: orNothing(dice, crop && (dice.chance(0.3) ? crop.toUpperCase() : crop)),
          ph: ph === null && dice.chance(0.4) ? "-999" : orNothing(dice, ph),
          moisture: orNothing(dice, moisture && `${moisture}${dice.pick(["%", " %", ""])}`),
          depth_cm: orNothing(dice, depth && `${depth}${dice.pick([" cm", "cm", ""])}`),
        })),
      },
      gold: samples.map(({ sample, crop, ph, moisture, depth }) => ({
        sample,
        crop,
        ph,
        moisture,
        depth_cm: depth,
      })),
    });
  },
};
