import { padded } from "./dirt.ts";
import { rowArena } from "./row-arena.ts";
import { goods, places } from "./words.ts";

export const zeroPadding = rowArena({
  name: "shelf-codes",
  about: "codes that lost their leading zeros, or have too many: 501 and 0000501 are 00501",
  goal: "Every shelf code with five digits.",
  columns: { item: "text", shelf: "text", product: "text" },
  row: (dice) => (at) => {
    const code = dice.between(1, 99_999);
    const shelf = String(code).padStart(5, "0");
    const product = dice.pick(goods);
    return {
      input: {
        item: `S${1_000 + at}`,
        shelf: dice.pick([String(code), shelf, shelf.padStart(7, "0")]),
        product,
      },
      gold: { item: `S${1_000 + at}`, shelf, product },
    };
  },
});

export const removedCharacters = rowArena({
  name: "part-numbers",
  about: "part numbers with dots, dashes and blanks that must go, and phones of digits alone",
  goal: "Part numbers and phones without marks.",
  columns: { line: "text", part: "text", phone: "text" },
  row: (dice) => (at) => {
    const mark = () => dice.pick(["-", ".", " ", "/"]);
    const pieces = [
      dice.pick(["AX", "BQ", "TR", "ZK"]),
      dice.between(10, 99),
      dice.between(100, 999),
      dice.pick(["B", "C"]),
    ];
    const digits = `${dice.between(201, 989)}${dice.between(200, 999)}${dice.between(1_000, 9_999)}`;
    const [area, middle, end] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
    return {
      input: {
        line: `L-${at + 300}`,
        part_no: pieces.map(String).reduce((text, piece) => text + mark() + piece),
        phone: dice.pick([
          `(${area}) ${middle}-${end}`,
          `${area}.${middle}.${end}`,
          `${area} ${middle} ${end}`,
          digits,
        ]),
      },
      gold: { line: `L-${at + 300}`, part: pieces.join(""), phone: digits },
    };
  },
});

export const constantForBlank = rowArena({
  name: "ticket-queues",
  about: "a blank or a token for nothing becomes a fixed word",
  goal: "Every ticket with a team and a priority.",
  columns: { ticket: "text", team: "text", priority: "text" },
  row: (dice) => {
    const team = dice.pick(["Unassigned", "Nobody", "Front desk"]);
    return (at) => {
      const given = dice.chance(0.25)
        ? null
        : dice.pick(["Billing", "Network", "Repairs", "Stores"]);
      const urgency = dice.chance(0.3) ? null : dice.pick(["high", "low"]);
      return {
        input: {
          ticket: `T${at + 4_000}`,
          team: given ?? dice.pick(["", " ", "n/a", "-"]),
          priority: urgency ?? "",
        },
        gold: { ticket: `T${at + 4_000}`, team: given ?? team, priority: urgency ?? "normal" },
      };
    };
  },
});

export const fixedSurround = rowArena({
  name: "site-visits",
  about: "one piece in a fixed surround: a day as 2024-01-31T00:00:00Z, a city as Salem, OR, USA",
  goal: "Visits as the other system wants them.",
  columns: { visit: "text", starts: "text", place: "text", link: "text" },
  row: (dice) => (at) => {
    const month = String(dice.between(1, 12)).padStart(2, "0");
    const day = String(dice.between(1, 28)).padStart(2, "0");
    const { city, state } = dice.pick(places);
    const number = dice.between(1_000, 9_999);
    return {
      input: {
        visit: `V${at + 900}`,
        day: dice.pick([`${day}/${month}/2024`, `2024-${month}-${day}`]),
        place: dice.pick([`${city}, ${state}`, `${city}, ${state}, USA`]),
        report: dice.pick([`#${number}`, ` #${number}`]),
      },
      gold: {
        visit: `V${at + 900}`,
        starts: `2024-${month}-${day}T00:00:00Z`,
        place: `${city}, ${state}, USA`,
        link: `https://reports.example/${number}.html`,
      },
    };
  },
});

export const unitFactor = rowArena({
  name: "plank-lengths",
  about: "a number with its unit in another unit: 3 m is 9.84 ft, by a factor that the data tell",
  goal: "Lengths and prices in the buyer's units.",
  columns: { plank: "text", length_ft: "text", price: "number" },
  row: (dice) => {
    const rate = dice.pick([1.27, 0.86, 10.45]);
    return (at) => {
      const metres = dice.between(2, 60) / 2;
      const price = dice.between(200, 9_000) / 100;
      return {
        input: {
          plank: `P${at + 70}`,
          length: dice.pick([`${metres} m`, `${metres}m`, `${metres} M`]),
          price: `£${price.toFixed(2)}`,
        },
        gold: {
          plank: `P${at + 70}`,
          length_ft: `${(metres * 3.28084).toFixed(2)} ft`,
          price: Math.round(price * rate * 100 + 1e-6) / 100,
        },
      };
    };
  },
});

export const numericBands = rowArena({
  name: "order-bands",
  about: "conditions that compare numbers: small, medium and large orders, and free delivery",
  goal: "Orders by size, with what their delivery costs.",
  columns: { order: "text", size: "text", delivery: "number" },
  row: (dice) => {
    const [medium, large] = [dice.pick([10, 12, 20]), dice.pick([100, 144, 200])];
    const free = dice.pick([50, 75]);
    return (at) => {
      const quantity = dice.pick([
        dice.between(1, medium - 1),
        dice.between(medium, large - 1),
        dice.between(large, 900),
        medium,
        large,
      ]);
      const total = dice.pick([dice.between(400, 20_000) / 100, free, free - 0.01]);
      return {
        input: {
          order: `O${at + 5_100}`,
          quantity: padded(dice, String(quantity)),
          total: `$${total.toFixed(2)}`,
        },
        gold: {
          order: `O${at + 5_100}`,
          size: quantity < medium ? "small" : quantity < large ? "medium" : "large",
          delivery: total >= free ? 0 : 4.9,
        },
      };
    };
  },
  rows: 240,
});
