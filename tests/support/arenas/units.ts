import { formatDate } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { dayIn, padded, withCommas } from "./dirt.ts";
import { goods } from "./words.ts";

const name = "parcel-weights";

/** Light ones in whole grams, most in kilograms, heavy ones by the pallet. */
const weigh = (dice: Dice): number =>
  dice.pick([
    dice.between(8, 96) * 10,
    dice.between(20, 800) * 50,
    dice.between(20, 800) * 50,
    dice.between(60, 240) * 10_000,
  ]);

const written = (dice: Dice, grams: number): string => {
  const unit = (word: string): string => dice.pick([word, ` ${word}`, ` ${word.toUpperCase()}`]);
  if (grams < 1_000) return grams + unit("g");
  const kilograms = dice.pick([String(grams / 1_000), (grams / 1_000).toFixed(2)]) + unit("kg");
  if (grams < 600_000) return kilograms;
  const tonnes = grams / 1_000_000 + unit("t");
  return dice.pick([tonnes, withCommas(grams / 1_000, 0) + unit("kg")]);
};

/** The old southern scale knows nothing but kilograms and does not say so. */
const writtenInTheSouth = (dice: Dice, grams: number): string =>
  dice.chance(0.25) ? (grams / 1_000).toFixed(1 + dice.between(1, 2)) : written(dice, grams);

export const units: ArenaKind = {
  name,
  solvable: true,
  about: "units stuck to numbers: 12 kg, 1.5kg, 800 g, 1.2 t, and a scale that leaves them out",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const parcels = times(220, (at) => ({
      id: `P${4_000 + at * 7}`,
      product: dice.pick(goods),
      grams: dice.chance(0.06) ? null : weigh(dice),
      packed: dayIn(dice, 2024),
      south: dice.chance(0.4),
    }));
    const row = ({ id, product, grams, packed, south }: (typeof parcels)[number]) => ({
      parcel_id: id,
      product: padded(dice, product),
      gross:
        grams === null
          ? dice.pick(["n/a", "", "-"])
          : padded(dice, (south ? writtenInTheSouth : written)(dice, grams), 0.1),
      packed: dice.chance(0.4) ? (formatDate(packed, "DD/MM/YYYY") ?? "") : packed,
    });
    const parts = {
      north: parcels.filter((one) => !one.south),
      south: parcels.filter((one) => one.south),
    };
    return arenaOf({
      name,
      goal: "One weight in kilograms for every parcel of two scales.",
      columns: { parcel_id: "text", product: "text", weight_kg: "number", packed_on: "date" },
      required: ["parcel_id", "packed_on"],
      inputs: {
        "scale_north.csv": parts.north.map(row),
        "scale_south.csv": parts.south.map((one) => ({
          belt: dice.pick(["A", "B", "C"]),
          ...row(one),
        })),
      },
      gold: parcels.map(({ id, product, grams, packed }) => ({
        parcel_id: id,
        product,
        weight_kg: grams === null ? null : grams / 1_000,
        packed_on: packed,
      })),
    });
  },
};
