import type { Arena } from "../../../src/domain/arena.ts";
import { arenaFileSchema, arenaFrom } from "../../../src/domain/arena.ts";
import type { ColumnType } from "../../../src/domain/columns.ts";
import type { ArenaData } from "../../../src/policy/challenge/arena-facts.ts";

export const arenaWith = (
  columns: Record<string, ColumnType>,
  rest: { key?: string[]; partial?: boolean; required?: string[] } = {},
): Arena => {
  const { key = [], partial = false, required = [] } = rest;
  return arenaFrom(
    arenaFileSchema.parse({
      name: "test",
      tables: { master: { file: "master.csv", columns, required } },
      gold: { key, partial },
    }),
  );
};

/** The arena's rows, each file's first row its header. */
export const dataOf = (
  arena: Arena,
  gold: readonly (readonly string[])[],
  files: Record<string, readonly (readonly string[])[]>,
): ArenaData => ({
  arena,
  gold: gold.map((cells, at) => ({ file: "gold/expected.csv", line: at + 2, cells })),
  inputs: Object.entries(files).map(([name, [header = [], ...rows]]) => ({ name, header, rows })),
});

const pad = (number: number): string => String(number).padStart(2, "0");
const people = ["Ana Ruiz", "Bo Lind", "Cy Park", "Dee Okoro", "Eli Marsh"];

/** Parcels: a key, weights with units and thousands marks, dates month first, states in any case. */
export const parcels = (rows: number): ArenaData => {
  const inputs = [["parcel", "sender", "weight", "sent", "state"]];
  const gold: string[][] = [];
  for (let at = 0; at < rows; at++) {
    const [parcel, sender] = [`P${1000 + at * 7}`, people[at % 5] ?? ""];
    const weight = 900 + at * 37;
    const [month, day] = [pad(1 + (at % 12)), pad(1 + ((at * 5) % 28))];
    const state = ["sent", "lost", "back home"][at % 3] ?? "";
    inputs.push([
      parcel,
      at % 4 === 0 ? ` ${sender} ` : sender,
      at % 3 === 0 ? `${weight.toLocaleString("en-US")} g` : String(weight),
      at % 2 === 0 ? `${month}/${day}/2031` : `2031-${month}-${day}`,
      at % 5 === 0 ? state.toUpperCase() : state,
    ]);
    gold.push([parcel, sender, String(weight), `2031-${month}-${day}`, state]);
  }
  const columns = { id: "text", who: "text", grams: "number", on: "date", state: "text" } as const;
  return dataOf(arenaWith(columns, { key: ["id"] }), gold, { "parcels.csv": inputs });
};

/** Bills: words stand for prices that an agreed price settles, in columns of other names. */
export const bills = (rows: number): ArenaData => {
  const inputs = [["nr", "shop", "price", "agreed", "by", "day", "remark"]];
  const gold: string[][] = [];
  for (let at = 0; at < rows; at++) {
    const price = `${(at * 7919) % 900}.${pad(at % 100)}`;
    const day = `2031-0${1 + (at % 9)}-${pad(1 + ((at * 5) % 28))}`;
    const [isWord, isAgreed] = [at % 3 === 0, at % 9 !== 0];
    const word = ["ask Tom", "to come", "later!", "open", "", "n/a"][(at / 3) % 6] ?? "";
    const second = at % 4 === 1 ? [String(at + 5), "boss"] : ["", ""];
    inputs.push([
      `B-${100 + at}`,
      people[(at * 3) % 5] ?? "",
      isWord ? word : price,
      ...(isWord ? [price, isAgreed ? "boss" : "clerk"] : second),
      day,
      at % 2 === 0 ? "called twice, no answer" : `seen at ${at} o'clock, left`,
    ]);
    if (!isWord || isAgreed) gold.push([day, people[(at * 3) % 5] ?? "", price]);
  }
  const columns = { day: "date", shop: "text", price: "number" } as const;
  return dataOf(arenaWith(columns, { required: ["price"] }), gold, { "bills.csv": inputs });
};
