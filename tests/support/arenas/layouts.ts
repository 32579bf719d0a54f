import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { padded } from "./dirt.ts";
import { firstNames, goods, lastNames, places } from "./words.ts";

const subtitleName = "library-loans";

export const subtitles: ArenaKind = {
  name: subtitleName,
  solvable: true,
  about: "subtitle rows that become a column, with totals to leave out",
  make: (seed) => {
    const dice = diceFor(subtitleName, seed);
    const branches = dice.shuffled(places).slice(0, 14);
    const sections = branches.map(({ city }) => ({
      branch: `${city} branch`,
      books: times(dice.between(6, 14), () => ({
        title: `${dice.pick(goods)} ${dice.between(1, 99)}`,
        loans: dice.between(1, 60),
      })),
    }));
    return arenaOf({
      name: subtitleName,
      goal: "Loans of each book with its branch.",
      columns: { branch: "text", title: "text", loans: "number" },
      required: ["branch", "title", "loans"],
      vetoes: ["deterministic"],
      inputs: {
        "loans.csv": sections.flatMap(({ branch, books }) => [
          { title: branch, loans: "" },
          ...books.map(({ title, loans }) => ({ title: padded(dice, title), loans })),
          { title: "Total", loans: books.reduce((sum, { loans }) => sum + loans, 0) },
        ]),
      },
      gold: sections.flatMap(({ branch, books }) => books.map((book) => ({ branch, ...book }))),
    });
  },
};

const pivotName = "sensor-readings";
const measures = ["temperature", "humidity", "pressure"];

export const longToWide: ArenaKind = {
  name: pivotName,
  solvable: true,
  about: "three rows for each station become one with three columns",
  make: (seed) => {
    const dice = diceFor(pivotName, seed);
    const stations = times(70, (at) => ({
      station: `ST-${at + 40}`,
      city: dice.pick(places).city,
      values: measures.map(() => dice.between(100, 999) / 10),
    }));
    return arenaOf({
      name: pivotName,
      goal: "One row for each station with its three measures.",
      columns: {
        station: "text",
        city: "text",
        temperature: "number",
        humidity: "number",
        pressure: "number",
      },
      required: ["station"],
      vetoes: ["deterministic"],
      inputs: {
        "readings.csv": stations.flatMap(({ station, city, values }) =>
          measures.map((measure, at) => ({ station, city, measure, value: values[at] ?? null })),
        ),
      },
      gold: stations.map(({ station, city, values: [temperature, humidity, pressure] }) => ({
        station,
        city,
        temperature: temperature ?? null,
        humidity: humidity ?? null,
        pressure: pressure ?? null,
      })),
    });
  },
};

const listName = "course-bookings";

export const explodedLists: ArenaKind = {
  name: listName,
  solvable: true,
  about: "a list in a cell becomes a row for each of its entries",
  make: (seed) => {
    const dice = diceFor(listName, seed);
    const bookings = times(90, (at) => ({
      booking: `B-${at + 210}`,
      course: dice.pick(["Welding", "Baking", "Sailing", "Carving"]),
      people: dice
        .shuffled(firstNames)
        .slice(0, dice.between(1, 4))
        .map((name) => `${name} ${dice.pick(lastNames)}`),
    }));
    return arenaOf({
      name: listName,
      goal: "One row for each person who booked.",
      columns: { booking: "text", course: "text", person: "text" },
      required: ["booking", "person"],
      inputs: {
        "bookings.csv": bookings.map(({ booking, course, people }) => ({
          booking,
          course: padded(dice, course),
          people: people.join(dice.pick(["; ", ";"])),
        })),
      },
      gold: bookings.flatMap(({ booking, course, people }) =>
        people.map((person) => ({ booking, course, person })),
      ),
    });
  },
};

const decimalsName = "branch-takings";

export const decimalsByFile: ArenaKind = {
  name: decimalsName,
  solvable: true,
  about: "a decimal comma in one file and a decimal point in the other: 1.234 is not 1.234",
  make: (seed) => {
    const dice = diceFor(decimalsName, seed);
    const takings = times(200, (at) => ({
      day: `K${at + 1}`,
      isGerman: dice.chance(0.5),
      value: dice.pick([
        dice.between(1_000, 9_999_999) / 100,
        dice.between(1_000, 9_999),
        dice.between(1_000, 9_999) / 1_000,
      ]),
    }));
    const grouped = (value: number, point: string, comma: string) => {
      const [whole = "", decimals] = String(value).split(".");
      const thousands = whole.replace(/\B(?=(\d{3})+$)/g, comma);
      return decimals === undefined ? thousands : thousands + point + decimals;
    };
    const rows = (isGerman: boolean) =>
      takings
        .filter((one) => one.isGerman === isGerman)
        .map(({ day, value }) => ({
          day,
          takings: isGerman ? grouped(value, ",", ".") : grouped(value, ".", ","),
        }));
    return arenaOf({
      name: decimalsName,
      goal: "What each branch took, as plain numbers.",
      columns: { day: "text", takings: "number" },
      required: ["day", "takings"],
      inputs: { "hamburg.csv": rows(true), "leeds.csv": rows(false) },
      gold: takings.map(({ day, value }) => ({ day, takings: value })),
    });
  },
};
