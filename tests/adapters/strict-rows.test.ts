import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it, test } from "vitest";
import { strictRows } from "../../src/adapters/strict-rows.ts";
import { csvLine } from "../../src/cells/csv-line.ts";
import { lineOfFault, strictRowsOf } from "../../src/cells/csv-rows.ts";
import { times } from "../support/soak.ts";

const folder = mkdtempSync(join(tmpdir(), "cleanloop-strict-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const fileOf = (content: string | Uint8Array): string => {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, content);
  return path;
};

const read = async (path: string, maxBytes = 1e9): Promise<string[][]> => {
  const rows: string[][] = [];
  for await (const batch of strictRows(path, maxBytes)) rows.push(...batch);
  return rows;
};

const reasonFor = (path: string, maxBytes?: number): Promise<string> =>
  read(path, maxBytes).then(
    (rows) => `read ${rows.length} rows`,
    (error: Error) => `${error.constructor.name}: ${error.message}`,
  );

describe("a well-formed table is read as it stands", () => {
  const rows = [
    ["a", "b"],
    ["1", " x "],
  ];

  it.each<[string, string, string[][]]>([
    ["LF", "a,b\n1, x \n", rows],
    ["CRLF", "a,b\r\n1, x \r\n", rows],
    ["both line ends in one file", "a,b\r\n1, x \n2,y\r\n", [...rows, ["2", "y"]]],
    ["no line end after the last row", "a,b\n1, x ", rows],
    ["a byte order mark", "\ufeffa,b\n1, x \n", rows],
    ["blank lines", "\n\na,b\n\n1, x \n\n", rows],
    ["every cell quoted", '"a","b"\n"1"," x "\n', rows],
    [
      "quotes, commas and line ends in a cell",
      '"x""y","1,2"\n"l\r\nm",\n',
      [
        ['x"y', "1,2"],
        ["l\r\nm", ""],
      ],
    ],
    ["a quoted blank in a single column", 'a\n""\n', [["a"], [""]]],
    ["a header alone", "a,b\n", [["a", "b"]]],
    [
      "characters of two, three and four bytes",
      "é,€\n🎉,x\n",
      [
        ["é", "€"],
        ["🎉", "x"],
      ],
    ],
    ["nothing", "", []],
    ["a byte order mark and nothing else", "\ufeff", []],
  ])("%s", async (_, content, expected) => {
    expect(await read(fileOf(content))).toEqual(expected);
  });

  it("a link to a plain file is followed", async () => {
    const link = join(folder, "link.csv");
    symlinkSync(fileOf("a\n1\n"), link);
    expect(await read(link)).toEqual([["a"], ["1"]]);
  });

  test("whatever the cells hold, and wherever the reading is cut into pieces", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é", "🎉", " "),
      maxLength: 6,
    });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, fc.nat(3), async (rows, offset) => {
        const filler = ["f".repeat(65_530 + offset), "g"];
        const all = [filler, ...rows];
        const content = all.map((cells) => csvLine(cells)).join("");
        expect(await read(fileOf(content))).toEqual(all);
      }),
      { numRuns: times(60) },
    );
  });
});

test("quotes mean what csv-parse takes them for, or are refused as it refuses them", async () => {
  const unit = fc.constantFrom(
    "a",
    "b",
    ",",
    ",",
    "\n",
    "\n",
    "\r\n",
    '"',
    '"',
    '""',
    "é",
    "\ufeff",
  );
  const told = (content: string): unknown => {
    try {
      return strictRowsOf(Buffer.from(content), { bom: true });
    } catch (error) {
      return `has a misplaced quote in line ${lineOfFault(error)}`;
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 12 }), async (text) => {
      const content = `${text}${text.split('"').length % 2 === 1 ? "" : '"'}\n`;
      const rows = told(content);
      const widths = new Set(Array.isArray(rows) ? rows.map((row) => row.length) : []);
      fc.pre(widths.size <= 1);
      const expected = Array.isArray(rows) ? rows : `Unreadable: ${rows}`;
      expect(await read(fileOf(content)).catch((error) => `Unreadable: ${error.message}`)).toEqual(
        expected,
      );
    }),
    { numRuns: times(500) },
  );
});

describe("a file that is no proper table is refused with the reason", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["a row too short", "a,b\n1,2\n3\n", "has 2 columns, but 1 cells in row 2"],
    ["a row too long", "a,b\n1,2,3\n", "has 2 columns, but 3 cells in row 1"],
    ["a torn last line", "a,b\n1,2\n3", "has 2 columns, but 1 cells in row 2"],
    ["a quote never closed", 'a,b\n1,"2\n3,4\n', "has a quote that never closes, opened in line 2"],
    ["a quote inside a cell", 'a,b\n1,x"y"\n', "has a misplaced quote in line 2"],
    ["text after a closing quote", 'a,b\n1,2\n"x"y,2\n', "has a misplaced quote in line 3"],
    [
      "a carriage return alone",
      "a,b\n1,2\r3,4\n",
      "has a carriage return that ends no line at line 2",
    ],
    ["line ends of an old Mac", "a,b\r1,2\r", "has a carriage return that ends no line at line 1"],
    ["a line end cut in half", "a,b\r\n1,2\r", "has a carriage return that ends no line at line 2"],
    ["NUL bytes", "a,b\n1,\0\n", "holds NUL bytes"],
    ["UTF-16", Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), "is UTF-16, not UTF-8"],
    ["Latin-1", Buffer.from("a,b\né,2\n", "latin1"), "is not UTF-8"],
    ["a character cut in half at the end", Buffer.from("a\n🎉").subarray(0, 4), "is not UTF-8"],
    ["an encoded surrogate", Buffer.from([0x61, 0x0a, 0xed, 0xa0, 0x80]), "is not UTF-8"],
  ])("%s", async (_, content, reason) => {
    expect(await reasonFor(fileOf(content))).toBe(`Unreadable: ${reason}`);
  });

  it("names the line of a fault far into the file", async () => {
    const content = `a,b\n${"1,2\n".repeat(300_000)}x,"y"z\n`;
    expect(await reasonFor(fileOf(content))).toBe(
      "Unreadable: has a misplaced quote in line 300002",
    );
  });

  it("names the row that is ragged far into the file", async () => {
    const content = `a,b\n${"1,2\n".repeat(300_000)}x\n`;
    expect(await reasonFor(fileOf(content))).toBe(
      "Unreadable: has 2 columns, but 1 cells in row 300001",
    );
  });
});

describe("what is not a plain file is refused", () => {
  it("a file that is not there", async () => {
    expect(await reasonFor(join(folder, "none.csv"))).toBe("Unreadable: does not exist");
  });

  it("a folder", async () => {
    const path = join(folder, "folder.csv");
    mkdirSync(path);
    expect(await reasonFor(path)).toBe("Unreadable: is not a plain file");
  });

  it("a named pipe, at once, though nobody writes to it", async () => {
    const path = join(folder, "pipe.csv");
    execFileSync("mkfifo", [path]);
    expect(await reasonFor(path)).toBe("Unreadable: is not a plain file");
  });

  it("a device that never ends", async () => {
    expect(await reasonFor("/dev/zero")).toBe("Unreadable: is not a plain file");
  });

  it("a link that leads to itself", async () => {
    const path = join(folder, "loop.csv");
    symlinkSync(path, path);
    expect(await reasonFor(path)).toBe("Unreadable: cannot be read (ELOOP)");
  });
});

describe("memory stays bounded", () => {
  const grownBy = async (work: () => Promise<unknown>): Promise<number> => {
    const before = process.memoryUsage.rss();
    await work();
    return (process.memoryUsage.rss() - before) / 2 ** 20;
  };
  const tooLarge = /^Unreadable: has a row larger than 1048576 bytes at line \d+/;

  it.each<[string, string | Uint8Array]>([
    [
      "a single field of 100 MB",
      Buffer.concat([Buffer.from("a\n"), Buffer.alloc(100_000_000, "x")]),
    ],
    [
      "a quoted field of 100 MB",
      Buffer.concat([Buffer.from('a\n"'), Buffer.alloc(100_000_000, "x")]),
    ],
    ["a hundred million columns", Buffer.alloc(100_000_000, ",")],
    [
      "line ends in an open quote",
      Buffer.concat([Buffer.from('a\n"'), Buffer.alloc(50_000_000, "\n")]),
    ],
    ["quoted line ends among empty cells", Buffer.alloc(50_000_000, '"\n",,,,,,,,')],
  ])("%s", async (_, content) => {
    const path = fileOf(content);
    let reason = "";
    const grown = await grownBy(async () => {
      reason = await reasonFor(path);
    });
    expect(reason).toMatch(tooLarge);
    expect(grown).toBeLessThan(150);
  });

  it("a row of a million columns is still a row", async () => {
    const wide = `${",".repeat(999_999)}\n`;
    const rows = await read(fileOf(wide + wide));
    expect(rows.map((row) => row.length)).toEqual([1_000_000, 1_000_000]);
  });

  it("5 GB of nothing end at the first bytes", async () => {
    const path = fileOf("");
    truncateSync(path, 5 * 2 ** 30);
    expect(await reasonFor(path)).toBe("Unreadable: holds NUL bytes");
  });

  it("a file beyond the limit is refused, one at the limit is not", async () => {
    const path = fileOf("a\n1\n");
    expect(await reasonFor(path, 4)).toBe("read 2 rows");
    expect(await reasonFor(path, 3)).toBe("Unreadable: is larger than 3 bytes");
  });

  it("a reader that stops early leaves no file open", async () => {
    const path = fileOf("a,b\n1,2\n".repeat(200_000));
    for (let turn = 0; turn < 50; turn++)
      for await (const batch of strictRows(path, 1e9)) if (batch.length > 0) break;
    const open = execFileSync("ls", ["-l", `/proc/${process.pid}/fd`], { encoding: "utf8" });
    expect(open).not.toContain(path);
  });
});
