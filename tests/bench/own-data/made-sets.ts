import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import writeWorkbook from "write-excel-file/node";
import type { Dice } from "../../support/arenas/dice.ts";
import { delimited, type MadeRow, type MadeSet } from "./made-set.ts";

const people = [
  "Ada Wong",
  "Bo Larsen",
  "Chen Li",
  "Dora Maas",
  "Eli Roth",
  "Finn Moore",
  "Gia Conti",
  "Hugo Dahl",
];
const towns = ["Aarhus", "Basel", "Cork", "Delft", "Evora", "Fulda"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (figure: number): string => String(figure).padStart(2, "0");

const dayOf = (dice: Dice) => {
  const [year, month, day] = [dice.between(2023, 2026), dice.between(1, 12), dice.between(1, 28)];
  return {
    iso: `${year}-${two(month)}-${two(day)}`,
    dayFirst: `${two(day)}/${two(month)}/${year}`,
    dotted: `${two(day)}.${two(month)}.${year}`,
    named: `${months[month - 1]} ${day}, ${year}`,
  };
};

const amountOf = (dice: Dice) => {
  const cents = dice.between(100, 999_999);
  const plain = (cents / 100).toFixed(2);
  const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ",");
  return {
    plain,
    grouped,
    german: grouped.replace(/[.,]/g, (mark) => (mark === "." ? "," : ".")),
  };
};

const sale = (dice: Dice, at: number) => ({
  id: `S${10_000 + at}`,
  who: dice.pick(people),
  town: dice.pick(towns),
  day: dayOf(dice),
  amount: amountOf(dice),
  units: dice.between(1, 40),
  status: dice.pick(["paid", "open", "void"]),
});

const csv: MadeSet["write"] = (rows) => delimited(rows);

const shop: MadeSet = {
  name: "shop",
  about: "three exports of a shop, each with its own dates and amounts",
  rows: 1200,
  gold: 150,
  write: csv,
  row: (dice) => (at) => {
    const { id, who, day, amount, status } = sale(dice, at);
    const right = { order: id, customer: who, placed: day.iso, total: amount.plain, status };
    const shown = (placed: string, total: string, customer = who): MadeRow["shown"] => ({
      Order: id,
      Customer: customer,
      Placed: placed,
      Total: total,
      Status: status.toUpperCase(),
    });
    if (at % 3 === 0)
      return { feed: "web.csv", right, shown: shown(day.dayFirst, `$${amount.grouped}`) };
    if (at % 3 === 1)
      return { feed: "till.csv", right, shown: shown(day.iso, amount.plain, ` ${who}`) };
    return {
      feed: "phone.csv",
      right,
      shown: shown(
        day.named,
        `${amount.plain} USD`,
        who.toUpperCase().replace(/\B\w/g, (letter) => letter.toLowerCase()),
      ),
    };
  },
};

const wide: MadeSet = {
  name: "wide",
  about: "twenty columns, a few of them messy",
  rows: 800,
  gold: 200,
  write: csv,
  row: (dice) => (at) => {
    const { id, who, town, day, amount, units, status } = sale(dice, at);
    const [due, fee] = [dayOf(dice), amountOf(dice)];
    const marks = Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [`mark_${n + 1}`, String(dice.between(0, 99))]),
    );
    return {
      feed: "wide.csv",
      shown: {
        "Record ID": id,
        Name: ` ${who}  `,
        Town: town.toUpperCase(),
        Opened: day.dayFirst,
        Due: due.dayFirst,
        Amount: `€ ${amount.grouped}`,
        Fee: fee.plain,
        Units: `${units} pcs`,
        State: status,
        Note: dice.chance(0.3) ? "-" : `n${at}`,
        ...marks,
      },
      right: {
        record_id: id,
        name: who,
        town: town,
        opened: day.iso,
        due: due.iso,
        amount: amount.plain,
        fee: fee.plain,
        units,
        state: status,
        note: "",
        ...marks,
      },
    };
  },
};

const large: MadeSet = {
  name: "large",
  about: "50,000 rows of one feed",
  rows: 50_000,
  gold: 300,
  write: csv,
  row: (dice) => (at) => {
    const { id, who, town, day, amount, status } = sale(dice, at);
    return {
      feed: "events.csv",
      shown: {
        id,
        who: ` ${who}`,
        town: town.toLowerCase(),
        day: day.dayFirst,
        amount: `${amount.grouped} EUR`,
        status: status.toUpperCase(),
      },
      right: { id, who, town, day: day.iso, amount: amount.plain, status },
    };
  },
};

const utf16: MadeSet = {
  name: "semicolon UTF-16",
  about: "a German export: semicolons, UTF-16, decimal commas, dotted days",
  rows: 600,
  gold: 600,
  write: (rows) => Buffer.from(`\ufeff${delimited(rows, ";")}`, "utf16le"),
  row: (dice) => (at) => {
    const { id, who, day, amount, status } = sale(dice, at);
    const state = { paid: "bezahlt", open: "offen", void: "ungültig" }[status] ?? "";
    return {
      feed: "umsatz.csv",
      shown: { Nummer: id, Käufer: who, Tag: day.dotted, Betrag: amount.german, Zustand: state },
      right: { nummer: id, käufer: who, tag: day.iso, betrag: amount.plain, zustand: status },
    };
  },
};

const parquet: MadeSet = {
  name: "Parquet",
  about: "a typed table with texts to tidy",
  rows: 2000,
  gold: 200,
  write: (rows) => {
    const names = Object.keys(rows[0] ?? {});
    const columnData = names.map((name) => ({ name, data: rows.map((row) => row[name] ?? null) }));
    return Buffer.from(parquetWriteBuffer({ columnData }));
  },
  row: (dice) => (at) => {
    const { id, who, town, day, amount, units } = sale(dice, at);
    return {
      feed: "readings.parquet",
      shown: {
        reading_id: id,
        operator: who.toUpperCase(),
        place: ` ${town} `,
        taken: day.dayFirst,
        value: Number(amount.plain),
        count: units,
      },
      right: {
        reading_id: id,
        operator: who,
        place: town,
        taken: day.iso,
        value: amount.plain,
        count: units,
      },
    };
  },
};

const excel: MadeSet = {
  name: "Excel",
  about: "a workbook with title lines",
  rows: 500,
  gold: 120,
  write: async (rows) => {
    const names = Object.keys(rows[0] ?? {});
    const cellOf = (value: string | number | Date | undefined) =>
      typeof value === "number"
        ? { value, type: Number }
        : { value: String(value ?? ""), type: String };
    const sheet = [
      [{ value: "Staff costs", type: String }],
      [],
      names.map((value) => ({ value, type: String })),
      ...rows.map((row) => names.map((name) => cellOf(row[name]))),
    ];
    const path = join(tmpdir(), `cleanloop-bench-${process.pid}.xlsx`);
    await writeWorkbook([{ data: sheet, sheet: "Costs" }]).toFile(path);
    const bytes = readFileSync(path);
    rmSync(path);
    return bytes;
  },
  row: (dice) => (at) => {
    const { id, who, town, day, amount } = sale(dice, at);
    const [first, last] = who.split(" ");
    return {
      feed: "costs.xlsx",
      shown: {
        Number: id,
        Person: `${last}, ${first}`,
        Office: town.toUpperCase(),
        Day: day.named,
        Cost: Number(amount.plain),
      },
      right: { number: id, person: who, office: town, day: day.iso, cost: amount.plain },
    };
  },
};

const jsonLines: MadeSet = {
  name: "JSON lines",
  about: "events of a program, with codes to translate",
  rows: 1500,
  gold: 150,
  write: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
  row: (dice) => (at) => {
    const { id, who, day, amount, status } = sale(dice, at);
    const code = { paid: 1, open: 2, void: 9 }[status] ?? 0;
    return {
      feed: "events.jsonl",
      shown: {
        id,
        user: who.toLowerCase(),
        at: `${day.iso}T08:30:00Z`,
        cents: Math.round(Number(amount.plain) * 100),
        code,
      },
      right: { id, user: who, at: day.iso, amount: amount.plain, code: status },
    };
  },
};

const pairs: MadeSet = {
  name: "partial, key of two",
  about: "takings by shop and day, of which some are known",
  rows: 900,
  gold: 120,
  write: csv,
  row: (dice) => {
    const last = new Map<string, number>();
    return () => {
      const town = dice.pick(towns);
      const number = (last.get(town) ?? 0) + 1;
      last.set(town, number);
      const { amount, units } = sale(dice, number);
      return {
        feed: "takings.csv",
        shown: {
          shop: town,
          slip: String(number),
          taken: `${amount.grouped}`,
          staff: `${units} staff`,
        },
        right: { shop: town, slip: number, taken: amount.plain, staff: units },
      };
    };
  },
};

/** Kinds that differ in form, size and mess. */
export const madeSets: readonly MadeSet[] = [
  shop,
  wide,
  large,
  utf16,
  parquet,
  excel,
  jsonLines,
  pairs,
];
