import { expect, test } from "vitest";
import { pager } from "../../src/adapters/terminal.ts";

const lines = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
const { signal } = new AbortController();

/** A terminal of this height, and somebody who gives these answers. */
const shown = async (rows: number, ...answers: (string | null)[]) => {
  let screen = "";
  const asked: string[] = [];
  const stream = Object.assign(Object.create(process.stdout), {
    isTTY: true,
    rows,
    write: (text: string) => {
      screen += text;
      return true;
    },
  });
  await pager(stream, async (question) => {
    asked.push(question);
    return answers.shift() ?? null;
  })?.(lines, signal);
  return { lines: screen.split("\n").slice(0, -1), asked };
};

test("what is longer than a screen is shown a screenful at a time", async () => {
  const { lines: seen, asked } = await shown(6, "", "");
  expect(seen).toEqual(lines);
  expect(asked).toEqual([
    "7 more lines: Enter shows them, q ends: ",
    "2 more lines: Enter shows them, q ends: ",
  ]);
});

test("whoever has enough ends it, also by closing the input", async () => {
  expect((await shown(6, "", "q")).lines).toEqual(lines.slice(0, 10));
  expect((await shown(6, null)).lines).toEqual(lines.slice(0, 5));
});

test("where the height is not known, or all fits, nobody is asked", async () => {
  expect((await shown(0)).asked).toEqual([]);
  expect((await shown(40)).asked).toEqual([]);
});
