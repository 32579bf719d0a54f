import { expect, test } from "vitest";
import { CappedLog } from "../../../src/adapters/processes/capped-log.ts";

const logOf = (kept: number, ...chunks: string[]): CappedLog => {
  const log = new CappedLog(kept);
  for (const chunk of chunks) log.take(Buffer.from(chunk));
  return log;
};

test("keeps all of what fits", () => {
  const log = logOf(8, "abc", "def", "gh");
  expect([log.text(), log.truncated]).toEqual(["abcdefgh", false]);
});

test("keeps beginning and end of what does not fit, and says what is missing", () => {
  const log = logOf(8, "begin", "x".repeat(100), "the end");
  expect(log.text()).toBe("begi\n… 104 bytes left out …\n end");
  expect(log.truncated).toBe(true);
});

test("counts everything", () => {
  expect(logOf(4, "12345", "6789").totalBytes).toBe(9);
});

test("keeps as much of a single flood as of many drops", () => {
  const flood = logOf(64, "ab".repeat(500));
  const drops = logOf(64, ...Array.from({ length: 500 }, () => "ab"));
  expect(drops.text()).toBe(flood.text());
});
