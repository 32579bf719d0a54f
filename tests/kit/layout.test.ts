import { describe, expect, test } from "vitest";
import * as kit from "../../src/kit/index.ts";

type Rows = AsyncIterable<Record<string, string>>;

const listed = async (rows: Rows): Promise<Record<string, string>[]> => {
  const list: Record<string, string>[] = [];
  for await (const row of rows) list.push(row);
  return list;
};

/** Rows as a genome gets them, one at a time, with a note of how many were asked for. */
const streamOf = (rows: readonly Record<string, string>[]) => {
  const asked = { rows: 0 };
  async function* stream() {
    for (const row of rows) {
      asked.rows += 1;
      yield row;
    }
  }
  return { asked, stream: stream() };
};

describe("Header rows", () => {
  test("names may stand in two lines, the upper one above several columns", async () => {
    const rows = [["Report"], ["", "2023", "", "2024", ""], ["id", "in", "out", "in", "out"]];
    const made = kit.belowHeader([...rows, ["7", "1", "2", "3", "4"]], "2023", 2);
    expect(await listed(made)).toEqual([
      { id: "7", "2023 in": "1", "2023 out": "2", "2024 in": "3", "2024 out": "4" },
    ]);
  });

  test("a header that is printed again is no row, short rows are blank at the end", async () => {
    const rows = [["a", "b"], ["1"], ["a", "b"], ["2", "3", "4"]];
    expect(await listed(kit.belowHeader(rows, "a"))).toEqual([
      { a: "1", b: "" },
      { a: "2", b: "3", c3: "4" },
    ]);
  });

  test("names that are missing or stand twice get names of their own", async () => {
    const [row] = await listed(
      kit.belowHeader(
        [
          ["", "x", "x"],
          ["1", "2", "3"],
        ],
        "x",
      ),
    );
    expect(row).toEqual({ c1: "1", x: "2", "x 3": "3" });
  });

  test("without the mark there are no rows", async () => {
    expect(await listed(kit.belowHeader([["a"], ["b"]], "nowhere"))).toEqual([]);
  });
});

describe("Rows that belong together", () => {
  test("blanks before the first cell of a column stay blank", async () => {
    const rows = [{ a: "" }, { a: "x" }, { a: " " }, {}];
    expect(await listed(kit.fillDown(rows, ["a"]))).toEqual([
      { a: "" },
      { a: "x" },
      { a: "x" },
      { a: "x" },
    ]);
  });

  test("a title may be told by a test of its own", async () => {
    const rows = [{ a: "Ada" }, { a: "1" }, { a: "2" }, { a: "Bob" }, { a: "3" }];
    const made = kit.sectionTitles(rows, "a", "name", (row) => kit.parseAmount(row.a) === null);
    expect(await listed(made)).toEqual([
      { a: "1", name: "Ada" },
      { a: "2", name: "Ada" },
      { a: "3", name: "Bob" },
    ]);
  });

  test("so many rows each time become one, the last may be short", async () => {
    const rows = ["1", "2", "3"].map((a) => ({ a }));
    expect(await listed(kit.joinRows(rows, { every: 2 }))).toEqual([
      { a: "1", "a 2": "2" },
      { a: "3" },
    ]);
  });

  test("all rows become one, blank cells leave no gap", async () => {
    const rows = [
      { a: "1", b: "" },
      { a: "", b: "2" },
    ];
    expect(await listed(kit.joinRows(rows, { skipBlank: true }))).toEqual([{ 1: "1", 2: "2" }]);
  });
});

describe("Long and wide", () => {
  const long = [
    { id: "1", key: "x", value: "a" },
    { id: "2", key: "x", value: "b" },
    { id: "1", key: "y", value: "c" },
  ];

  test("rows of one key need not stand together, and names may come as a row", async () => {
    const options = { by: ["id"], name: "key", value: "value", namesRow: true };
    expect(await listed(kit.pivot(long, options))).toEqual([
      { x: "x", y: "y" },
      { id: "1", x: "a", y: "c" },
      { id: "2", x: "b" },
    ]);
  });

  test("without a key, a name that comes again begins the next record", async () => {
    const rows = ["name Ada", "born 1815", "name Bob", "name Cy", "born 1900"].map((line) => {
      const [key = "", value = ""] = line.split(" ");
      return { key, value };
    });
    const made = kit.pivot(rows, { by: [], name: "key", value: "value" });
    expect(await listed(made)).toEqual([
      { name: "Ada", born: "1815" },
      { name: "Bob" },
      { name: "Cy", born: "1900" },
    ]);
  });

  test("what became long becomes wide again", async () => {
    const wide = [
      { id: "1", x: "a", y: "c" },
      { id: "2", x: "b", y: "d" },
    ];
    const names = { name: "key", value: "value" };
    const there = kit.unpivot(wide, { keep: ["id"] }, names);
    expect(await listed(kit.pivot(there, { by: ["id"], ...names }))).toEqual(wide);
    const twice = kit.transpose(kit.transpose(wide, "id"), "name");
    expect((await listed(twice)).map(({ name: id = "", ...rest }) => ({ id, ...rest }))).toEqual(
      wide,
    );
  });

  test("columns named like parts of every object are columns like others", async () => {
    const wide = [JSON.parse('{"id":"1","__proto__":"a","constructor":"b"}')];
    const made = kit.unpivot(wide, { keep: ["id"] }, { name: "key", value: "value" });
    const back = await listed(kit.pivot(made, { by: ["id"], name: "key", value: "value" }));
    expect(JSON.stringify(back)).toBe(JSON.stringify(wide));
  });
});

describe("Lists in a cell", () => {
  test("a list becomes rows, blanks between marks do not; what is no list stays", async () => {
    const rows = [{ a: "1;;2 ;" }, { a: "3" }, { a: "" }];
    expect(await listed(kit.explode(rows, "a", ";"))).toEqual([
      { a: "1" },
      { a: "2 " },
      { a: "3" },
      { a: "" },
    ]);
  });
});

test("what needs no later row is given before the next one is read", async () => {
  const { asked, stream } = streamOf([{ a: "1" }, { a: "" }, { a: "2;3" }]);
  const made = kit.explode(kit.fillDown(kit.skipBlankRows(stream), ["a"]), "a", ";");
  await made.next();
  expect(asked.rows).toBe(1);
});

describe("renameColumns", () => {
  test("leaves a cell where a row has the wanted name already, and fills it where that is blank", async () => {
    const names = { "Order No": "order_no" };
    const rows = [
      { "Order No": "7", amount: "1" },
      { "Order No": "7", order_no: "8" },
      { "Order No": "7", order_no: " " },
    ];
    expect(await listed(kit.renameColumns(rows, names))).toEqual([
      { order_no: "7", amount: "1" },
      { order_no: "8" },
      { order_no: "7" },
    ]);
  });
});
