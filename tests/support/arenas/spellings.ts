import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor } from "./dice.ts";
import { mistyped, padded, recased } from "./dirt.ts";

const name = "ship-to-countries";

/** Each right answer is a spelling of its own; the later ones are rarer. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  "United States": ["United States", "USA", "US", "U.S.A.", "America"],
  "United Kingdom": ["United Kingdom", "UK", "Great Britain", "GB"],
  Germany: ["Germany", "Deutschland", "GER", "DE"],
  Netherlands: ["Netherlands", "Holland", "NL", "The Netherlands"],
  Spain: ["Spain", "España", "ESP"],
  Switzerland: ["Switzerland", "Schweiz", "CH", "Suisse"],
  Austria: ["Austria", "Österreich", "AUT"],
  Sweden: ["Sweden", "Sverige", "SWE"],
};
const frequencies = [22, 13, 10, 9, 9];

const services: Readonly<Record<string, readonly string[]>> = {
  express: ["express", "Express", "EXP", "next day"],
  standard: ["standard", "Standard", "STD", "regular"],
  freight: ["freight", "FREIGHT", "pallet"],
};

const roughly = (dice: Dice, text: string): string =>
  dice.chance(0.02) && text.length > 6
    ? mistyped(dice, text)
    : recased(dice, padded(dice, text), 0.15);

export const spellingMap: ArenaKind = {
  name,
  solvable: true,
  about: "long tails of spellings and synonyms for a few countries and services, a few mistyped",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const pool = Object.entries(spellings).flatMap(([country, all]) =>
      all.flatMap((spelling, rank) =>
        Array.from({ length: frequencies[rank] ?? 8 }, () => ({ country, spelling })),
      ),
    );
    const orders = dice.shuffled(pool).map((one, at) => ({
      ...one,
      order: `SO${20_500 + at}`,
      service: dice.pick(Object.keys(services)),
      boxes: dice.between(1, 60),
    }));
    return arenaOf({
      name,
      goal: "One name for each country and each service.",
      columns: { order: "text", country: "text", service: "text", boxes: "number" },
      required: ["order", "country"],
      inputs: {
        "web_orders.csv": orders.map(({ order, spelling, service, boxes }) => ({
          order,
          ship_to: roughly(dice, spelling),
          service: padded(dice, dice.pick(services[service] ?? [])),
          boxes,
        })),
      },
      gold: orders.map(({ order, country, service, boxes }) => ({
        order,
        country,
        service,
        boxes,
      })),
    });
  },
};
