import { formatDate } from "../../../src/kit/index.ts";
import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { dayIn, padded, withCommas } from "./dirt.ts";
import { firstNames, lastNames, places } from "./words.ts";

const name = "travel-claims";
const purposes = ["fair", "training", "visit", "audit"];

const starter = `import type { Genome } from "cleanloop/kit";

/** Both offices' claims as they were written. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      emit("master", {
        claim: row.claim ?? row.Beleg ?? null,
        traveller: row.traveller ?? row.Name ?? null,
        day: null,
        purpose: row.purpose ?? row.Anlass ?? null,
        amount: null,
      });
    }
  }
};
`;

export const offices: ArenaKind = {
  name,
  solvable: true,
  about: "two offices with other headers, one month first with points, one day first with commas",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const claims = times(220, (at) => ({
      claim: `T${5_400 + at}`,
      traveller: `${dice.pick(firstNames)} ${dice.pick(lastNames)}`,
      day: dayIn(dice, 2024),
      purpose: dice.pick(purposes),
      town: dice.pick(places).city,
      cents: dice.between(900, 420_000),
      isBerlin: dice.chance(0.5),
    }));
    return arenaOf({
      name,
      goal: "Travel claims of both offices in one table.",
      columns: { claim: "text", traveller: "text", day: "date", purpose: "text", amount: "number" },
      required: ["claim", "day", "amount"],
      inputs: {
        "claims_berlin.csv": claims
          .filter(({ isBerlin }) => isBerlin)
          .map(({ claim, traveller, day, purpose, cents }) => ({
            Beleg: claim,
            Datum: formatDate(day, dice.pick(["DD.MM.YYYY", "DD/MM/YYYY"])),
            Name: padded(dice, traveller),
            Anlass: dice.pick([purpose, purpose.toUpperCase()]),
            Betrag: `${withCommas(cents / 100).replace(/[.,]/g, (mark) => (mark === "." ? "," : "."))}${dice.pick(["", " €"])}`,
          })),
        "claims_boston.csv": claims
          .filter(({ isBerlin }) => !isBerlin)
          .map(({ claim, traveller, day, purpose, town, cents }) => ({
            claim,
            traveller: padded(dice, traveller),
            town,
            date: formatDate(day, "MM/DD/YYYY"),
            purpose: dice.pick([purpose, ` ${purpose}`]),
            total: `${dice.pick(["", "$"])}${withCommas(cents / 100)}`,
          })),
      },
      gold: claims.map(({ claim, traveller, day, purpose, cents }) => ({
        claim,
        traveller,
        day,
        purpose,
        amount: cents / 100,
      })),
      starter,
    });
  },
};
