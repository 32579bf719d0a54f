import { formatDate } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { dayIn, padded, withCommas } from "./dirt.ts";

const name = "bank-postings";
const texts = ["Miete", "Strom", "Gehalt", "Versicherung", "Büromaterial", "Reinigung", "Zinsen"];

const inGerman = (cents: number): string =>
  withCommas(cents / 100).replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));

/** The old system puts the sign behind, the new one says which side: S for debit, H for credit. */
const oldWay = (dice: Dice, cents: number): string =>
  cents < 0
    ? dice.pick([`${inGerman(-cents)}-`, `-${inGerman(-cents)}`, `(${inGerman(-cents)})`])
    : inGerman(cents) + dice.pick(["", " €", " EUR"]);

export const signs: ArenaKind = {
  name,
  solvable: true,
  about: "European decimals, with signs before, behind, as parentheses or in a column of their own",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const postings = times(200, (at) => ({
      voucher: `BU-${900 + at}`,
      day: dayIn(dice, 2024),
      text: dice.pick(texts),
      cents: dice.between(500, 2_400_000) * (dice.chance(0.45) ? -1 : 1),
      isOld: dice.chance(0.5),
    }));
    type Posting = (typeof postings)[number];
    const common = ({ voucher, day, text }: Posting) => ({
      voucher,
      booked: formatDate(day, dice.pick(["DD.MM.YYYY", "D.M.YYYY"])),
      text: padded(dice, text),
    });
    return arenaOf({
      name,
      goal: "Postings of both systems with one signed amount.",
      columns: { voucher: "text", booked: "date", text: "text", amount: "number" },
      required: ["voucher", "booked", "amount"],
      inputs: {
        "postings_new.csv": postings
          .filter(({ isOld }) => !isOld)
          .map((one) => ({
            ...common(one),
            value: inGerman(Math.abs(one.cents)),
            side: dice.chance(0.1) ? (one.cents < 0 ? "s" : "h") : one.cents < 0 ? "S" : "H",
          })),
        "postings_old.csv": postings
          .filter(({ isOld }) => isOld)
          .map((one) => ({ ...common(one), value: oldWay(dice, one.cents) })),
      },
      gold: postings.map(({ voucher, day, text, cents }) => ({
        voucher,
        booked: day,
        text,
        amount: cents / 100,
      })),
    });
  },
};
