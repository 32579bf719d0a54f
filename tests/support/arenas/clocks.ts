import { addDays, daysBetween, formatDate } from "../../../src/kit/index.ts";
import { dayIn, padded } from "./dirt.ts";
import { rowArena } from "./row-arena.ts";
import { firstNames, goods } from "./words.ts";

const two = (part: number): string => String(part).padStart(2, "0");

export const durations = rowArena({
  name: "film-lengths",
  about: "durations in minutes: 1h 30m, 95 min, 1:35, 2 hrs 5 min",
  goal: "How many minutes each film takes.",
  columns: { film: "text", minutes: "number" },
  row: (dice) => (at) => {
    const minutes = dice.between(35, 215);
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    const long = hours === 0 ? `${rest} min` : `${hours} hrs ${rest} min`;
    return {
      input: {
        film: `F${at + 200}`,
        length: padded(
          dice,
          dice.pick([
            `${minutes} min`,
            hours === 0 ? `${rest}m` : `${hours}h ${rest}m`,
            `${hours}:${two(rest)}`,
            long,
          ]),
        ),
      },
      gold: { film: `F${at + 200}`, minutes },
    };
  },
});

export const nights = rowArena({
  name: "hotel-nights",
  about: "days between two dates that are written in several ways",
  goal: "How many nights each guest stayed.",
  columns: { stay: "text", nights: "number" },
  row: (dice) => (at) => {
    const from = dayIn(dice, 2024);
    const to = addDays(from, dice.between(1, 40)) ?? from;
    const written = (day: string) =>
      formatDate(day, dice.pick(["DD/MM/YYYY", "YYYY-MM-DD", "D MMM YYYY"])) ?? "";
    return {
      input: { stay: `G${at + 60}`, arrival: written(from), departure: written(to) },
      gold: { stay: `G${at + 60}`, nights: daysBetween(from, to) },
    };
  },
});

export const clockTimes = rowArena({
  name: "shift-times",
  about: "12-hour times become 24-hour ones: 3:05 PM is 15:05",
  goal: "When each shift begins and ends, by the 24-hour clock.",
  columns: { shift: "text", begins: "text", ends: "text" },
  row: (dice) => (at) => {
    const written = (minutes: number) => {
      const [hour, minute] = [Math.floor(minutes / 60), two(minutes % 60)];
      const half = hour < 12 ? "AM" : "PM";
      const clock = `${hour % 12 || 12}:${minute}`;
      const usual = dice.pick([`${clock} ${half}`, `${clock}${half.toLowerCase()}`]);
      return dice.pick([usual, usual, `${two(hour)}:${minute}`]);
    };
    const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    const [begins, ends] = [dice.between(0, 287) * 5, dice.between(0, 287) * 5];
    return {
      input: { shift: `W${at + 10}`, start: written(begins), end: written(ends) },
      gold: { shift: `W${at + 10}`, begins: clock(begins), ends: clock(ends) },
    };
  },
});

export const dateLayouts = rowArena({
  name: "letter-dates",
  about: "dates written in the layout that the gold shows, whichever it is",
  goal: "The dates as they stand in letters.",
  columns: { letter: "text", dated: "text", month: "text" },
  row: (dice) => {
    const layout = dice.pick(["D MMMM YYYY", "dddd, MMMM D, YYYY", "DD-MMM-YY", "ddd D MMM YYYY"]);
    return (at) => {
      const day = dayIn(dice, dice.pick([2022, 2023, 2024]));
      return {
        input: {
          letter: `B${at + 31}`,
          day: formatDate(day, dice.pick(["YYYY-MM-DD", "DD/MM/YYYY", "DD.MM.YYYY"])),
        },
        gold: {
          letter: `B${at + 31}`,
          dated: formatDate(day, layout),
          month: formatDate(day, "MMM YYYY"),
        },
      };
    };
  },
});

export const dateParts = rowArena({
  name: "till-receipts",
  about: "parts of a date and a time: weekday, quarter, year, and the part of the day",
  goal: "When people buy: weekday, quarter and part of the day.",
  columns: { receipt: "text", weekday: "text", quarter: "text", daytime: "text" },
  row: (dice) => (at) => {
    const day = dayIn(dice, dice.pick([2023, 2024]));
    const hour = dice.between(6, 22);
    const time = `${two(hour)}:${two(dice.between(0, 59))}`;
    return {
      input: { receipt: `X${at + 800}`, paid: `${formatDate(day, "DD/MM/YYYY")} ${time}` },
      gold: {
        receipt: `X${at + 800}`,
        weekday: formatDate(day, "dddd"),
        quarter: formatDate(day, "[Q]Q YYYY"),
        daytime: hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening",
      },
    };
  },
  rows: 240,
});

export const dateInText = rowArena({
  name: "delivery-notes",
  about: "a date and a weekday inside a longer text",
  goal: "When each parcel was handed over.",
  columns: { parcel: "text", handed_over: "date", next_round: "text" },
  row: (dice) => (at) => {
    const day = dayIn(dice, 2024);
    const written = formatDate(day, dice.pick(["D MMM YYYY", "DD/MM/YYYY", "MMMM D, YYYY"])) ?? "";
    const weekday = dice.pick(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]);
    const name = dice.pick(firstNames);
    const thing = dice.pick(goods).toLowerCase();
    return {
      input: {
        parcel: `D${at + 77}`,
        note: dice.pick([
          `left with ${name} on ${written}, next round ${weekday}`,
          `${written}: ${thing} handed to ${name}; back on ${weekday} at 9`,
          `Driver: ${name}. Delivered ${written} (${thing}). Again ${weekday}.`,
        ]),
      },
      gold: { parcel: `D${at + 77}`, handed_over: day, next_round: weekday },
    };
  },
});

export const conditionalDates = rowArena({
  name: "country-dates",
  about:
    "how a cell is read hangs on another: dates month first for one country, day first for two",
  goal: "One date for every order, wherever it came from.",
  columns: { order: "text", placed: "date", phone: "text" },
  row: (dice) => (at) => {
    const country = dice.pick(["US", "UK", "DE"]);
    const day = dayIn(dice, 2024);
    const digits = String(dice.between(2_000_000, 9_899_999));
    const code = { US: "1", UK: "44", DE: "49" }[country];
    return {
      input: {
        order: `C${at + 450}`,
        country,
        placed: formatDate(day, country === "US" ? "MM/DD/YYYY" : "DD/MM/YYYY"),
        phone: digits,
      },
      gold: { order: `C${at + 450}`, placed: day, phone: `+${code} ${digits}` },
    };
  },
  rows: 200,
});
