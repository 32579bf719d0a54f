import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Table } from "../domain/arena.ts";
import { visible } from "../domain/visible.ts";
import { attempted } from "./attempted.ts";
import type { AttackFixture } from "./fixture.ts";
import type { ProcessPeak } from "./process-watch.ts";

import type { OperatorAnswer } from "./request.ts";

/** Well above what any run may start. */
const mostProcesses = 40;

export const takenBy = ({ processes, memoryMb }: ProcessPeak, mostMemoryMb: number): string[] => [
  ...(processes > mostProcesses ? [`${processes} processes at once`] : []),
  ...(memoryMb > mostMemoryMb ? [`${memoryMb} MB of memory`] : []),
];

/** Files beside the declared tables in the folder to which they are copied. */
export const strangersIn = (folder: string, tables: readonly Table[]): string[] =>
  (attempted(() => readdirSync(folder)) ?? [])
    .filter((name) => !tables.some(({ file }) => file === name))
    .map((name) => `${visible(name, 40)} was left among the tables`);

/** What a program says of itself: that it won, what only a reader of a secret can say, and how. */
export const wordsOf = (
  { stdout, stderr, next }: OperatorAnswer,
  { token, canaries, copy }: AttackFixture,
  tables: readonly Table[],
): string[] => {
  const accepted = tables.map(
    ({ file }) => attempted(() => readFileSync(join(copy.runFolder, file), "utf8")) ?? "",
  );
  const all = [stdout, stderr, next?.stdout ?? "", ...accepted].join("\n");
  return [
    ...canaries.foundIn(all).map((place) => `it read ${place}`),
    ...confessions(all, token).map((what) => `it got ${what}`),
    ...(next === null || next.outcome === "ok" ? [] : [`the next run ended as ${next.outcome}`]),
    ...(unsafe.test(shownToPeople(stdout + stderr)) ? ["it controls the terminal"] : []),
  ];
};

const mostConfessions = 5;

const confessions = (text: string, token: string): string[] => {
  const said = text
    .split("\n")
    .filter((line) => line.includes(`${token} got `))
    .map((line) => visible(line.slice(line.indexOf(" got ") + 5), 80));
  return [...new Set(said)].slice(0, mostConfessions);
};

const shownToPeople = (text: string): string =>
  text
    .split("\n")
    .map((line) => visible(line, Number.POSITIVE_INFINITY))
    .join("");

// biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that must not come through
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;
