import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { csvLine } from "../../../src/cells/csv-line.ts";
import { formatDate } from "../../../src/kit/index.ts";
import { financeStarter, shipped } from "../finance.ts";
import type { ArenaKind } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { dayIn, padded, withCommas } from "./dirt.ts";

/** In which way a draw of ledgers settles amounts that are no plain numbers. */
interface Rules {
  /** Whether flags say which of the offers counts; without them every offer does. */
  readonly flags: boolean;
  readonly first: "adjusted" | "resolution";
  /** How many of twenty rows nothing settles. */
  readonly unsettled: number;
  /** A number that stands for "not known yet". */
  readonly placeholder: string | null;
  /** Whether an approved adjustment also replaces an amount that is a plain number. */
  readonly overrules: boolean;
}

const plain: Rules = {
  flags: true,
  first: "adjusted",
  unsettled: 3,
  placeholder: null,
  overrules: false,
};

const customers = [
  ..."Abel & Roth,Birchwood Toys,Café Dorado,Dunmore Sails,Ekström Papper,Fenwick Glass".split(","),
  ..."Gala Lights,Hollis & Webb,Iberia Cork,Juniper Press,Kestrel Bikes,Løvenskiold Gård".split(
    ",",
  ),
  ..."Mistral Yachts,Northgate Dairy,Orchid & Fern,Pascal Optique,Quarry Lane,Rivet Works".split(
    ",",
  ),
];
const unknowns = [
  "tbd",
  "see note",
  "FREE-TRIAL 🎉",
  "trial  free",
  "pending / FX",
  "waived",
  "n.a.",
];
const stages = ["Open", "Paid", "Overdue", "Closed", "Disputed", "PAID", "open"];
const currencies = ["USD", "EUR", "GBP", "CHF", "AUD"];

type Settling = "number" | "resolution" | "adjusted" | "both" | "nothing" | "blemish";

const files = ["", "_flags", "_regional", "_collections", "_adjustments"] as const;
type Part = (typeof files)[number];

const numeric = (dice: Dice, value: number, currency: string): string =>
  dice.pick([
    value.toFixed(2),
    withCommas(value),
    `${currency} ${withCommas(value)}`,
    ` ${withCommas(value)} ${currency}`,
    `${withCommas(value)} CR`,
  ]);

const settlings = (dice: Dice, part: Part, { unsettled }: Rules): Settling[] => {
  const isAdjusted = part === "_adjustments";
  const open = times(isAdjusted ? 2 : unsettled, (): Settling => "nothing");
  const blemished = times(isAdjusted ? 1 : 2, (): Settling => "blemish");
  const settled = isAdjusted
    ? [...times(6, (): Settling => "both"), ...times(6, (): Settling => "adjusted")]
    : [];
  const rest = [...settled, ...times(6, (): Settling => "resolution"), ...open, ...blemished];
  return dice.shuffled([...rest, ...times(isAdjusted ? 8 : 7, (): Settling => "number")]);
};

/** What the row says of a source: an offer that counts, one that does not, or nothing. */
const offer = (dice: Dice, value: number | null, decoy: number, { flags }: Rules) => {
  if (value !== null) return { amount: value.toFixed(2), flag: flags ? "approved" : "" };
  if (!flags || dice.chance(0.4)) return { amount: "", flag: "" };
  return { amount: decoy.toFixed(2), flag: dice.pick(["pending", "rejected", ""]) };
};

const makeRow = (dice: Dice, part: Part, settling: Settling, at: number, rules: Rules) => {
  const currency = dice.pick(currencies);
  const value = dice.between(40, 4_800) + dice.pick([0, 0, 0.5, 0.25, 0.9]);
  const other = value + dice.pick([-15, 20, 35.5]);
  const day = dayIn(dice, 2024);
  const status = dice.pick(stages);
  const customer = dice.pick(customers);
  const blemish = settling === "blemish" ? dice.pick(["customer", "issued", "status"]) : null;
  const isNumber = settling === "number" || blemish !== null;
  const adjustedWins = rules.first === "adjusted";
  const isOverruled = rules.overrules && part === "_adjustments" && isNumber && dice.chance(0.5);
  const adjusted = settling === "adjusted" || isOverruled ? value : null;
  const both = settling === "both" ? (adjustedWins ? value : other) : adjusted;
  const resolved = settling === "both" ? (adjustedWins ? other : value) : null;
  const decoy = isNumber && dice.chance(0.2) ? other : null; // a plain number needs no offer
  const resolution = offer(
    dice,
    settling === "resolution" ? value : (resolved ?? decoy),
    other,
    rules,
  );
  const adjustment = offer(dice, both, other, rules);
  const hidden = rules.placeholder !== null && dice.chance(0.6) ? rules.placeholder : null;
  const stated = isOverruled ? value + dice.pick([-50, 12, 30]) : value;
  return {
    gold:
      settling === "nothing" || blemish !== null
        ? null
        : { date: day, entity: customer, currency, value, category: status.toLowerCase() },
    cells: {
      invoice_id: `${part.slice(1, 4).toUpperCase() || "INV"}-${7_000 + at}`,
      customer: blemish === "customer" ? "  " : padded(dice, customer),
      amount: isNumber ? numeric(dice, stated, currency) : (hidden ?? dice.pick(unknowns)),
      currency: dice.chance(0.2) ? currency.toLowerCase() : currency,
      issued:
        blemish === "issued"
          ? dice.pick(["", "2024-13-04", "soon"])
          : formatDate(day, dice.pick(["YYYY-MM-DD", "YYYY-MM-DD", "DD/MM/YYYY", "DD.MM.YYYY"])),
      due: formatDate(dayIn(dice, 2025), dice.pick(["YYYY-MM-DD", "DD/MM/YYYY"])),
      status: blemish === "status" ? "" : status,
      resolution_amount: resolution.amount,
      resolution_flag: resolution.flag,
      resolution_note: dice.pick(["", "by phone", "second try", "mail of May"]),
      ...side(dice, part, adjustment),
    },
  };
};

const side = (dice: Dice, part: Part, adjustment: { amount: string; flag: string }) => {
  switch (part) {
    case "":
      return {};
    case "_flags":
      return { risk_flag: dice.pick(["low", "high"]), review_code: `R-${dice.between(10, 40)}` };
    case "_regional":
      return {
        region: dice.pick(["North", "South"]),
        business_unit: dice.pick(["Retail", "Trade"]),
        tax_zone: dice.pick(["A", "B"]),
      };
    case "_collections":
      return {
        collector: dice.pick(["P. Lind", "O. Sato"]),
        escalation_level: dice.between(1, 3),
        promise_to_pay: dice.pick(["", dayIn(dice, 2025)]),
      };
    case "_adjustments":
      return {
        adjustment_reason: dice.pick(["late quote", "goodwill", "short delivery"]),
        adjusted_amount: adjustment.amount,
        approval_flag: adjustment.flag,
      };
  }
};

const arenaFile = z.looseObject({ holdout: z.number() });

const csvOf = (rows: readonly object[]): string => {
  const header = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => {
    const cells = new Map<string, unknown>(Object.entries(row));
    return header.map((name) => String(cells.get(name) ?? ""));
  });
  return [header, ...lines].map(csvLine).join("");
};

const ledgers = (name: string, about: string, rules: Rules): ArenaKind => ({
  name,
  solvable: true,
  about: `five ledgers with the finance project's columns and starter, ${about}`,
  make: (seed) => {
    const dice = diceFor(name, seed);
    const parts = files.map((part) => ({
      file: `finance_invoices${part}.csv`,
      rows: settlings(dice, part, rules).map((settling, at) =>
        makeRow(dice, part, settling, at * 3, rules),
      ),
    }));
    const shippedArena = arenaFile.parse(
      JSON.parse(readFileSync(shipped("data/arena.json"), "utf8")),
    );
    return {
      arena: { ...shippedArena, name },
      inputs: Object.fromEntries(
        parts.map(({ file, rows }) => [file, csvOf(rows.map(({ cells }) => cells))]),
      ),
      gold: csvOf(parts.flatMap(({ rows }) => rows.flatMap(({ gold }) => (gold ? [gold] : [])))),
      starter: financeStarter(),
    };
  },
});

export const ledgersWithoutFlags = ledgers("ledgers-without-flags", "where every offer counts", {
  ...plain,
  flags: false,
});
export const ledgersUnsettled = ledgers("ledgers-unsettled", "many rows of which nothing settles", {
  ...plain,
  unsettled: 6,
});
export const ledgersAdjusted = ledgers(
  "ledgers-adjusted",
  "where adjustments outrank resolutions",
  plain,
);
export const ledgersResolved = ledgers(
  "ledgers-resolved",
  "where resolutions outrank adjustments",
  { ...plain, first: "resolution" },
);
export const ledgersPlaceholder = ledgers(
  "ledgers-placeholder",
  "with a number that stands for an unknown amount",
  { ...plain, placeholder: "9999.99", unsettled: 2 },
);
export const ledgersOverruled = ledgers(
  "ledgers-overruled",
  "where an approved adjustment replaces plain amounts, too",
  { ...plain, overrules: true },
);
