import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeTables } from "../../../src/adapters/containment/collect-tables.ts";
import type { Table } from "../../../src/domain/arena.ts";

import { asOrdinaryUser } from "../../support/ordinary-user.ts";

const table = (name: "master" | "failures", ...columns: string[]): Table => ({
  name,
  file: `${name}.csv`,
  columns: columns.map((column) => ({ name: column, type: "text" })),
  required: [],
});
const master = table("master", "entity", "value");
const failures = table("failures", "invoice, id", 'the "reason"');
const good = "entity,value\na,1\n";

let base = "";
let left = "";
let ours = "";
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "intake-"));
  left = join(base, "left");
  ours = join(base, "ours");
  mkdirSync(left);
  mkdirSync(ours);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const take = async (tables: readonly Table[] = [master], mostBytes = 10_000) =>
  takeTables(left, tables, ours, mostBytes);

describe("tables are taken", () => {
  test("when they are whole, all of them, and nothing else", async () => {
    writeFileSync(join(left, "master.csv"), good);
    writeFileSync(join(left, "failures.csv"), '"invoice, id","the ""reason"""\n');
    writeFileSync(join(left, "undeclared.csv"), "x\n");
    const { intake, tables } = await take([master, failures]);
    expect(intake).toEqual({ taken: true });
    expect(readdirSync(ours).sort()).toEqual(["failures.csv", "master.csv"]);
    expect(readFileSync(tables.get("master") ?? "", "utf8")).toBe(good);
  });

  test("when they are larger than any buffer", async () => {
    const large = `entity,value\n${"ä,1\n".repeat(200_000)}`;
    writeFileSync(join(left, "master.csv"), large);
    await take([master], 2_000_000);
    expect(readFileSync(join(ours, "master.csv"), "utf8")).toBe(large);
  });
});

const faults: [string, () => void, string, boolean][] = [
  ["a missing table", () => {}, "is missing", false],
  [
    "one that was not finished",
    () => writeFileSync(join(left, "master.csv.part"), good),
    "was not finished",
    false,
  ],
  ["an empty one", () => writeFileSync(join(left, "master.csv"), ""), "is empty", false],
  [
    "one that breaks off",
    () => writeFileSync(join(left, "master.csv"), "entity,value\na,"),
    "breaks off",
    false,
  ],
  [
    "a header that breaks off",
    () => writeFileSync(join(left, "master.csv"), "entity,v"),
    "declared header",
    false,
  ],
  [
    "another header",
    () => writeFileSync(join(left, "master.csv"), "value,entity\n"),
    "declared header entity,value",
    false,
  ],
  [
    "a header that only begins alike",
    () => writeFileSync(join(left, "master.csv"), "entity,value2\n"),
    "declared header",
    false,
  ],
  [
    "bytes that are not text",
    () => writeFileSync(join(left, "master.csv"), Buffer.from("entity,value\n\xff\n", "latin1")),
    "not UTF-8",
    false,
  ],
  [
    "more than the limit",
    () => writeFileSync(join(left, "master.csv"), good.repeat(1000)),
    "larger than",
    false,
  ],
  [
    "a hole as large as a disk",
    () => {
      writeFileSync(join(left, "master.csv"), good);
      truncateSync(join(left, "master.csv"), 2 ** 40);
    },
    "larger than",
    false,
  ],
  ["a folder", () => mkdirSync(join(left, "master.csv")), "not a plain file", false],
  ["a link", () => symlinkSync("/etc/passwd", join(left, "master.csv")), "symbolic link", true],
  [
    "a link to a good table",
    () => {
      writeFileSync(join(left, "other.csv"), good);
      symlinkSync("other.csv", join(left, "master.csv"));
    },
    "symbolic link",
    true,
  ],
  [
    "a second name",
    () => {
      writeFileSync(join(left, "other.csv"), good);
      linkSync(join(left, "other.csv"), join(left, "master.csv"));
    },
    "second name",
    true,
  ],
  [
    "a FIFO",
    () => void execFileSync("mkfifo", [join(left, "master.csv")]),
    "not a plain file",
    true,
  ],
];

describe("tables are refused, and nothing is left of them, for", () => {
  test.each(faults)("%s", async (_, make, fault, forbidden) => {
    make();
    const { intake, tables } = await take();
    expect(intake).toEqual({ taken: false, fault: expect.stringContaining(fault), forbidden });
    expect([tables.size, readdirSync(ours)]).toEqual([0, []]);
  });

  test("one fault among several tables", async () => {
    writeFileSync(join(left, "master.csv"), good);
    const { intake } = await take([master, failures]);
    expect(intake).toMatchObject({ taken: false, fault: "failures.csv is missing" });
    expect(readdirSync(ours)).toEqual([]);
  });
});

describe("when our own folder refuses", () => {
  test("it is the operator's problem, not the program's", async () => {
    writeFileSync(join(left, "master.csv"), good);
    rmSync(ours, { recursive: true });
    await expect(take()).rejects.toMatchObject({ code: "cannot-write" });
  });

  test("permissions are named", async () => {
    writeFileSync(join(left, "master.csv"), good);
    chmodSync(base, 0o755);
    chmodSync(ours, 0o555);
    await expect(asOrdinaryUser(() => take())).rejects.toThrow("permission denied");
  });

  test("what stood there before stands still", async () => {
    writeFileSync(join(left, "master.csv"), good);
    mkdirSync(join(ours, "master.csv"));
    await expect(take()).rejects.toMatchObject({ code: "cannot-write" });
    expect(readdirSync(ours)).toEqual(["master.csv"]);
  });
});
