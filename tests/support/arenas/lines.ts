import { mistyped, withCommas } from "./dirt.ts";
import { rowArena } from "./row-arena.ts";
import { firstNames, lastNames, places } from "./words.ts";

export const nthNumber = rowArena({
  name: "storage-boxes",
  about: "the n-th of several numbers in a text, and pieces counted from the end",
  goal: "Where each box stands.",
  columns: { label: "text", total: "number", shelf: "number", room: "text" },
  row: (dice) => (at) => {
    const total = dice.between(4, 60);
    const [box, shelf] = [dice.between(1, total), dice.between(1, 24)];
    const room = `${dice.pick(["A", "B", "C"])}${dice.between(1, 9)}`;
    const path = dice.pick(["cellar", "cellar/left", "north/cellar/right"]);
    return {
      input: {
        label: `K${at + 12}`,
        place: dice.pick([
          `Box ${box} of ${total}, shelf ${shelf}`,
          `${box}/${total} on shelf ${shelf}`,
          `no. ${box} (of ${total}) - shelf no. ${shelf}`,
        ]),
        path: `${path}/${room}`,
      },
      gold: { label: `K${at + 12}`, total, shelf, room },
    };
  },
});

export const varyingMarks = rowArena({
  name: "contact-lines",
  about: "text between marks that vary, with a part that is sometimes left out",
  goal: "Name, town and age out of one line.",
  columns: { line: "text", person: "text", town: "text", age: "number" },
  row: (dice) => (at) => {
    const person = `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;
    const { city } = dice.pick(places);
    const age = dice.chance(0.3) ? null : dice.between(18, 90);
    const [open, close] = dice.pick([
      ["(", ")"],
      ["[", "]"],
    ]);
    return {
      input: {
        line: `N${at + 500}`,
        contact: `${dice.pick(["Mr", "Ms", "Dr"])}. ${person} ${open}${city}${close}${age === null ? "" : `, ${age} years`}`,
      },
      gold: { line: `N${at + 500}`, person, town: city, age },
    };
  },
  rows: 200,
});

export const freeLine = rowArena({
  name: "call-log",
  about: "several fields out of one free line: who called whom, from where, for how long",
  goal: "The calls as a table.",
  columns: { call: "text", caller: "text", callee: "text", number: "text", seconds: "number" },
  row: (dice) => (at) => {
    const [caller, callee] = [dice.pick(lastNames), dice.pick(lastNames)];
    const number = `0${dice.between(20, 99)}-${dice.between(1_000, 9_999)}`;
    const [minutes, seconds] = [dice.between(0, 40), dice.between(0, 59)];
    const length = `${minutes}m ${seconds}s`;
    return {
      input: {
        call: `Z${at + 25}`,
        line: dice.pick([
          `CALL from ${caller} (${number}) to ${callee}, ${length}`,
          `CALL from ${caller} (${number}) to ${callee}, ${length}, dropped`,
          `CALL BACK from ${caller} (${number}) to ${callee}, ${length}`,
        ]),
      },
      gold: { call: `Z${at + 25}`, caller, callee, number, seconds: minutes * 60 + seconds },
    };
  },
  rows: 200,
});

export const wildcards = rowArena({
  name: "ward-towns",
  about: "letters lost to x or mistyped, told by the column's own usual spellings",
  goal: "Wards with every town and unit spelt right.",
  columns: { ward: "text", town: "text", unit: "text" },
  row: (dice) => {
    const towns = dice.shuffled(places).slice(0, 12);
    const units = ["surgery", "radiology", "pediatrics", "cardiology", "oncology"];
    const masked = (text: string) => {
      const at = dice.between(1, text.length - 1);
      return text.charAt(at) === " " ? text : `${text.slice(0, at)}x${text.slice(at + 1)}`;
    };
    const spoilt = (text: string) =>
      dice.pick([
        text,
        text,
        text,
        text,
        text,
        masked(text),
        masked(masked(text)),
        mistyped(dice, text),
      ]);
    return (at) => {
      const town = dice.pick(towns).city.toLowerCase();
      const unit = dice.pick(units);
      return {
        input: { ward: `H${at + 3_000}`, town: spoilt(town), unit: spoilt(unit) },
        gold: { ward: `H${at + 3_000}`, town, unit },
      };
    };
  },
  rows: 320,
});

const synonyms: Readonly<Record<string, readonly string[]>> = {
  Germany: ["DE", "Deutschland", "Allemagne", "BRD", "F.R.G."],
  "United Kingdom": ["UK", "GB", "Great Britain", "England", "U.K."],
  "United States": ["US", "USA", "U.S.A.", "America", "Estados Unidos"],
  Netherlands: ["NL", "Holland", "The Netherlands", "Pays-Bas"],
  Switzerland: ["CH", "Schweiz", "Suisse", "Svizzera"],
  Spain: ["ES", "España", "Espana"],
};

export const longTail = rowArena({
  name: "exhibitor-countries",
  about: "many synonyms for few values, with the column's own spelling kept where there is none",
  goal: "Exhibitors with the name of their country.",
  columns: { exhibitor: "text", country: "text" },
  row: (dice) => (at) => {
    const country = dice.pick([...Object.keys(synonyms), "Norway", "Peru", "Kenya", "Latvia"]);
    const written = dice.pick([country, ...(synonyms[country] ?? [])]);
    return {
      input: { exhibitor: `E${at + 640}`, country: dice.chance(0.2) ? ` ${written}` : written },
      gold: { exhibitor: `E${at + 640}`, country },
    };
  },
  rows: 420,
});

const skills = ["python", "sql", "excel", "docker", "spark"];
const filler = [
  "We are a growing team that values careful work and clear words.",
  "You will speak with customers, plan releases and keep our promises.",
  "The office is close to the station; working from home is welcome.",
  "Our benefits include training, a gym and a canteen.",
  "Applicants of all ages and backgrounds are encouraged to write to us.",
];

export const keywordFlags = rowArena({
  name: "job-adverts",
  about: "flags for keywords in prose of several kilobytes a cell",
  goal: "Which skills each advert asks for.",
  columns: { advert: "text", python: "number", sql: "number", docker: "number", level: "text" },
  row: (dice) => (at) => {
    const asked = new Set(skills.filter(() => dice.chance(0.45)));
    const level = dice.pick(["Senior", "Junior", ""]);
    const write = (skill: string) =>
      dice.pick([skill, skill.toUpperCase(), `${skill.charAt(0).toUpperCase()}${skill.slice(1)}`]);
    const told = [...asked].map((skill) => `You know ${write(skill)} well.`);
    const prose = Array.from({ length: 50 }, () => dice.pick(filler));
    return {
      input: {
        advert: `J${at + 90}`,
        title: `${level} ${dice.pick(["Data Engineer", "Analyst", "Developer"])}`.trim(),
        text: dice.shuffled([...prose, ...told]).join(" "),
      },
      gold: {
        advert: `J${at + 90}`,
        python: Number(asked.has("python")),
        sql: Number(asked.has("sql")),
        docker: Number(asked.has("docker")),
        level: level === "" ? "other" : level.toLowerCase(),
      },
    };
  },
  rows: 140,
});

const menu = [
  ["Coffee", 2.5],
  ["Tea", 1.8],
  ["Cake", 3.2],
  ["Soup", 4.6],
  ["Juice", 2.9],
] as const;

export const relations = rowArena({
  name: "canteen-sales",
  about: "nulls filled by relations in the data: price × quantity = total, item and price",
  goal: "Every sale with item, quantity, price and total.",
  columns: { sale: "text", item: "text", quantity: "number", price: "number", total: "number" },
  row: (dice) => (at) => {
    const [item, price] = dice.pick(menu);
    const quantity = dice.between(1, 6);
    const total = Math.round(price * quantity * 100) / 100;
    const lost = dice.pick(["none", "none", "item", "quantity", "price", "total"]);
    const cell = (name: string, text: string) =>
      name === lost ? dice.pick(["", "ERROR", "UNKNOWN"]) : text;
    return {
      input: {
        sale: `S${at + 1_000}`,
        item: cell("item", item),
        quantity: cell("quantity", String(quantity)),
        price: cell("price", price.toFixed(1)),
        total: cell("total", String(total)),
      },
      gold: { sale: `S${at + 1_000}`, item, quantity, price, total },
    };
  },
  rows: 300,
});

export const usualByTwo = rowArena({
  name: "tyre-prices",
  about: "the usual value by two columns: a price by brand and size, where it is lost",
  goal: "Tyres with the price of their brand and size.",
  columns: { tyre: "text", brand: "text", size: "text", price: "number" },
  row: (dice) => {
    const brands = ["Corvo", "Nordlicht", "Pampa", "Zenit"];
    const sizes = ["R14", "R15", "R16", "R17"];
    const prices = new Map(
      brands.flatMap((brand) => sizes.map((size) => [brand + size, dice.between(40, 190)])),
    );
    return (at) => {
      const [brand, size] = [dice.pick(brands), dice.pick(sizes)];
      const price = prices.get(brand + size) ?? 0;
      return {
        input: {
          tyre: `Y${at + 15}`,
          brand: dice.chance(0.2) ? brand.toUpperCase() : brand,
          size,
          price: dice.chance(0.2) ? dice.pick(["", "?"]) : withCommas(price),
        },
        gold: { tyre: `Y${at + 15}`, brand, size, price },
      };
    };
  },
  rows: 360,
});
