import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { launch } from "../support/cli.ts";
import {
  gzipBomb,
  repeatedParquet,
  sheetOf,
  workbookBomb,
  workbookOf,
} from "../support/hostile-feeds.ts";
import { TestProject } from "../support/project.ts";
import { inThorough } from "../support/soak.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

/** How much memory the command itself has used at most, where the kernel tells it. */
const peakMb = (pid: number): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

const statusOfProject = async () => {
  const { child, answer } = launch(["status", "--root", project.root]);
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakMb(child.pid ?? 0));
  }, 5);
  const { exit, stdout, stderr } = await answer;
  clearInterval(timer);
  return { exit, stdout, stderr, peak };
};

const cell = (at: string, text: string): string =>
  `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

type Feed = [string, string, () => Uint8Array | string, RegExp];
test.each<Feed>([
  ["a gzip bomb", "a.csv.gz", () => gzipBomb(4000), /unpacks to more than 100 times its size/],
  ["a zip bomb", "a.xlsx", () => workbookBomb(2500), /needs more than 1024 MB of memory/],
  ...inThorough<Feed>([
    [
      "a sheet with a row far away",
      "a.xlsx",
      () =>
        workbookOf(
          sheetOf(
            `<row r="1">${cell("A1", "id")}</row><row r="2000000000">${cell("A2000000000", "x")}</row>`,
          ),
        ),
      /needs more than 1024 MB of memory|cannot be read/,
    ],
  ]),
  [
    "a sheet with a cell far to the right",
    "a.xlsx",
    () => workbookOf(sheetOf(`<row r="1">${cell("A1", "id")}${cell("BBBBB1", "x")}</row>`)),
    /has \d+ columns, more than 16384/,
  ],
  ...inThorough<Feed>([
    [
      "a Parquet file that is the same rows again and again",
      "a.parquet",
      () => repeatedParquet(5000),
      /comes to more than \d+ characters of CSV/,
    ],
  ]),
  [
    "a Parquet file that says it has a thousand billion rows",
    "a.parquet",
    () => repeatedParquet(1, 1_000_000_000_000n),
    /says that it has 1000000000000 rows|cannot be read|needs more than/,
  ],
  ["JSON of a million brackets", "a.json", () => "[".repeat(3_000_000), /more than 1048576 char/],
  [
    "JSON lines of a million brackets",
    "a.jsonl",
    () => `{"a":${"[".repeat(900_000)}\n{"a":`,
    /holds no row that can be read; line 1: "a" holds a list/,
  ],
  [
    "a million columns",
    "a.csv",
    () => `${Array.from({ length: 1_000_000 }, () => "").join(";")}\n`,
    /has 1000000 columns, more than 16384|has a line of more/,
  ],
])("%s ends in one clear line, and memory stays flat", async (_, name, content, says) => {
  project.write(`data/input/${name}`, content());
  const { exit, stdout, stderr, peak } = await statusOfProject();
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  const [error = "", hint = "", ...more] = stderr.trimEnd().split("\n");
  expect(error).toMatch(says);
  expect(error).toContain(project.path(`data/input/${name}`));
  expect(hint).toMatch(/^ {2}hint: ./);
  expect(more).toEqual([]);
  expect(peak).toBeLessThan(400);
});

test("a sheet that says it has seventeen billion cells is read for what it holds", async () => {
  const rows = `<row r="1">${cell("A1", "id")}</row><row r="2">${cell("A2", "x")}</row>`;
  project.write("data/input/a.xlsx", workbookOf(sheetOf(rows, "A1:XFD1048576")));
  const { exit, stdout } = await statusOfProject();
  expect(exit).toBe(0);
  expect(stdout).toMatch(/a\.xlsx +1 row /);
});
