import { csvLine } from "../../../src/cells/csv-line.ts";
import { type ArenaKind, arenaOf, type Cell, type Draft } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { padded, withCommas } from "./dirt.ts";
import { firstNames, lastNames, places } from "./words.ts";

type Lines = readonly (readonly Cell[])[];

interface Reshape {
  readonly name: string;
  readonly about: string;
  readonly goal: string;
  readonly columns: Draft["columns"];
  readonly required: readonly string[];
  readonly make: (dice: Dice) => { readonly file: Lines; readonly gold: Draft["gold"] };
}

/** An arena whose file is lines of cells, whatever stands in the first of them. */
const reshape = ({ name, about, goal, columns, required, make }: Reshape): ArenaKind => ({
  name,
  solvable: true,
  about,
  make: (seed) => {
    const { file, gold } = make(diceFor(name, seed));
    const width = Math.max(...file.map(({ length }) => length));
    const lines = file.map((cells) => times(width, (at) => String(cells[at] ?? "")));
    const made = arenaOf({
      name,
      goal,
      columns,
      required,
      vetoes: ["deterministic"],
      inputs: { [`${name}.csv`]: [] },
      gold,
      starter: firstCells(Object.keys(columns), lines[0] ?? []),
    });
    return {
      ...made,
      // The lines above a header are a part of what is to be laid out anew.
      arena: { ...made.arena, feeds: { "*.csv": { header: 1 } } },
      inputs: { [`${name}.csv`]: lines.map(csvLine).join("") },
    };
  },
});

/** What a person writes first: the n-th column of the file is the n-th one of the table. */
const firstCells = (
  columns: readonly string[],
  header: readonly string[],
): string => `import type { Genome } from "cleanloop/kit";

/** Takes the columns as they come. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.rows()) {
      emit("master", {
${columns
  .slice(0, Math.max(header.length, 1))
  .map((column, at) => `        ${column}: row[${at}] ?? null,\n`)
  .join("")}      });
    }
  }
};
`;

const person = (dice: Dice): string => `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;

/** Lines above and below the table, and its names printed again. */
export const headerInRow = reshape({
  name: "mill-output",
  about: "a table below its title lines, the names of its columns printed again on every page",
  goal: "Output of each machine and day.",
  columns: { machine: "text", day: "date", pieces: "number", operator: "text" },
  required: ["machine", "day"],
  make: (dice) => {
    const rows = times(120, (at) => ({
      machine: `M-${dice.between(10, 40)}`,
      day: `2024-03-${String((at % 28) + 1).padStart(2, "0")}`,
      pieces: dice.between(100, 9_000),
      operator: person(dice),
    }));
    const header = ["Machine", "Day", "Pieces", "Operator"];
    return {
      file: [
        ["Output of the mill", "", "", ""],
        ["printed 2 April", "", "", ""],
        [],
        ...rows.flatMap(({ machine, day, pieces, operator }, at) => [
          ...(at % 40 === 0 ? [header] : []),
          [machine, day, withCommas(pieces, 0), padded(dice, operator)],
        ]),
        ["Pieces count once, wherever they are packed."],
      ],
      gold: rows,
    };
  },
});

/** Units and revenue of each quarter stand beside each other. */
export const columnGroups = reshape({
  name: "quarter-sheet",
  about: "pairs of columns for each quarter become one row each; empty quarters have none",
  goal: "Units and revenue by shop and quarter.",
  columns: { shop: "text", quarter: "text", units: "number", revenue: "number" },
  required: ["shop", "quarter"],
  make: (dice) => {
    const quarters = ["Q1", "Q2", "Q3", "Q4"];
    const shops = times(45, (at) => ({
      shop: `Shop ${at + 20}`,
      sold: quarters.map((quarter) =>
        dice.chance(0.15)
          ? null
          : { quarter, units: dice.between(5, 900), revenue: dice.between(1_000, 90_000) },
      ),
    }));
    return {
      file: [
        ["Shop", ...quarters.flatMap((quarter) => [`${quarter} units`, `${quarter} revenue`])],
        ...shops.map(({ shop, sold }) => [
          shop,
          ...sold.flatMap((one) => [one?.units ?? "", one ? withCommas(one.revenue, 0) : ""]),
        ]),
      ],
      gold: shops.flatMap(({ shop, sold }) =>
        sold.flatMap((one) => (one ? [{ shop, ...one }] : [])),
      ),
    };
  },
});

/** A record is some lines of a name and a value, and a blank line. */
export const keyValueLines = reshape({
  name: "member-cards",
  about: "records of several lines, each a name and a value, some of them missing",
  goal: "One row for each member.",
  columns: { member: "text", city: "text", since: "number", phone: "text" },
  required: ["member"],
  make: (dice) => {
    const members = times(80, (at) => ({
      member: `${person(dice)} ${at + 1}`,
      city: dice.chance(0.15) ? null : dice.pick(places).city,
      since: dice.between(1990, 2023),
      phone: dice.chance(0.2) ? null : `0${dice.between(100, 999)}-${dice.between(10_000, 99_999)}`,
    }));
    return {
      file: [
        ["field", "content"],
        ...members.flatMap((record) => [
          ...Object.entries(record).flatMap(([name, value]) =>
            value === null ? [] : [[name, padded(dice, String(value), 0.1)]],
          ),
          [],
        ]),
      ],
      gold: members,
    };
  },
});

/** Two lines of names, of which the upper one holds for several columns, below a title. */
export const crossTable = reshape({
  name: "depot-table",
  about:
    "a table below its title with two lines of names and regions printed once, to be made long",
  goal: "What came in and went out, by depot and year.",
  columns: { region: "text", depot: "text", year: "number", in: "number", out: "number" },
  required: ["region", "depot", "year"],
  make: (dice) => {
    const years = [2021, 2022, 2023];
    const cities = dice.shuffled(places).slice(0, 20);
    const regions = ["North", "Coast", "Plains", "South", "Lakes"];
    const depots = cities.map(({ city }, at) => ({
      region: regions[Math.floor(at / 4)] ?? "",
      depot: city,
      moved: years.map((year) => ({
        year,
        in: dice.between(100, 9_999),
        out: dice.between(100, 9_999),
      })),
    }));
    return {
      file: [
        ["Movements of the depots"],
        ["", "", ...years.flatMap((year) => [year, ""])],
        ["Region", "Depot", ...years.flatMap(() => ["in", "out"])],
        ...depots.map(({ region, depot, moved }, at) => [
          at % 4 === 0 ? region : "",
          depot,
          ...moved.flatMap((one) => [one.in, one.out]),
        ]),
      ],
      gold: depots.flatMap(({ region, depot, moved }) =>
        moved.map((one) => ({ region, depot, ...one })),
      ),
    };
  },
});

/** Each column is a record. */
export const sideways = reshape({
  name: "model-sheet",
  about: "a table on its side: each column is a model, each line a property",
  goal: "One row for each model.",
  columns: { model: "text", weight: "number", price: "number", maker: "text" },
  required: ["model"],
  make: (dice) => {
    const models = times(60, (at) => ({
      model: `X${at + 100}`,
      weight: dice.between(200, 990) / 10,
      price: dice.between(1_000, 99_000) / 10,
      maker: dice.pick(lastNames),
    }));
    return {
      file: [
        ["property", ...models.map(({ model }) => model)],
        ["weight", ...models.map(({ weight }) => weight)],
        ["price", ...models.map(({ price }) => `$${withCommas(price)}`)],
        ["maker", ...models.map(({ maker }) => padded(dice, maker))],
      ],
      gold: models,
    };
  },
});

/** A record is three lines of one cell. */
export const lineBlocks = reshape({
  name: "address-labels",
  about: "every three lines of a list are one address",
  goal: "One row for each address.",
  columns: { name: "text", street: "text", city: "text", zip: "text" },
  required: ["name", "city"],
  make: (dice) => {
    const people = times(90, () => ({
      name: person(dice),
      street: `${dice.between(1, 99)} ${dice.pick(lastNames)} Street`,
      ...dice.pick(places),
    }));
    return {
      file: [
        ["labels"],
        ...people.flatMap(({ name, street, city, zip }) => [[name], [street], [`${city}, ${zip}`]]),
      ],
      gold: people.map(({ name, street, city, zip }) => ({ name, street, city, zip })),
    };
  },
});

/** Titles above their blocks, lists in the cells, blocks apart by a blank line. */
export const sectionedLists = reshape({
  name: "club-evenings",
  about: "clubs above their evenings, and a list of guests in each, to be a row for each guest",
  goal: "Every guest with club and evening.",
  columns: { club: "text", evening: "text", guest: "text" },
  required: ["club", "evening", "guest"],
  make: (dice) => {
    const clubs = dice.shuffled(places).slice(0, 12);
    const evenings = clubs.map(({ city }) => ({
      club: `${city} chess club`,
      evenings: times(dice.between(3, 6), (at) => ({
        evening: `evening ${at + 1}`,
        guests: times(dice.between(1, 4), () => person(dice)),
      })),
    }));
    return {
      file: [
        ["when", "guests"],
        ...evenings.flatMap(({ club, evenings: held }) => [
          [club],
          ...held.map(({ evening, guests }) => [evening, guests.join(" / ")]),
          [],
        ]),
      ],
      gold: evenings.flatMap(({ club, evenings: held }) =>
        held.flatMap(({ evening, guests }) => guests.map((guest) => ({ club, evening, guest }))),
      ),
    };
  },
});

/** Long in measures, wide in years. */
export const yearsAndMeasures = reshape({
  name: "country-series",
  about: "a row for each country and measure with a column for each year, to be the other way",
  goal: "A row for each country and year, with its measures.",
  columns: { country: "text", year: "number", births: "number", deaths: "number" },
  required: ["country", "year"],
  make: (dice) => {
    const years = [2018, 2019, 2020, 2021, 2022];
    const countries = times(24, (at) => ({
      country: `Land ${at + 1}`,
      series: years.map((year) => ({
        year,
        births: dice.between(1_000, 90_000),
        deaths: dice.between(1_000, 90_000),
      })),
    }));
    return {
      file: [
        ["Country", "Measure", ...years],
        ...countries.flatMap(({ country, series }) => [
          [country, "births", ...series.map(({ births }) => births)],
          [country, "deaths", ...series.map(({ deaths }) => deaths)],
        ]),
      ],
      gold: countries.flatMap(({ country, series }) => series.map((one) => ({ country, ...one }))),
    };
  },
});
