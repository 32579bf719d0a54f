import type { JudgedChange } from "../core/review/export.ts";
import { visible } from "../domain/visible.ts";
import { type Hunk, hunksOf, lineDiff } from "../policy/diff.ts";
import { count, ratio } from "./layout.ts";

export interface ExportedRepair extends JudgedChange {
  readonly version: string;
}

const genomePath = "genome/clean_data.ts";

/**
 * A mail as `git am` takes it. Its body is encoded whenever it holds anything but plain text, so
 * that no terminal acts on what a program says, and every byte arrives.
 */
export const patchMail = (repair: ExportedRepair): string => {
  const { story, before, after, version } = repair;
  const body = `${message(repair).join("\n")}\n---\n\n${unifiedDiff(before, after)}-- \nCleanLoop ${version}\n`;
  const isPlain = /^[\n\t -~]*$/.test(body) && !/^From /m.test(body);
  return [
    `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001`,
    "From: CleanLoop <cleanloop@localhost>",
    `Date: ${new Date(story.event.at).toUTCString().replace("GMT", "+0000")}`,
    `Subject: ${subject(repair)}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    `Content-Transfer-Encoding: ${isPlain ? "7bit" : "base64"}`,
    "",
    isPlain ? body : base64Lines(body),
    "",
  ].join("\n");
};

const longestSubject = 100;

const subject = ({ chosen }: ExportedRepair): string => {
  const text = `[PATCH] ${visible(chosen.hypothesis, longestSubject)}`;
  if (/^[ -~]*$/.test(text)) return text;
  const words = [...text].map((character) => Buffer.from(character));
  return encodedWords(words);
};

/** RFC 2047: each word at most 75 characters, no character torn. */
const encodedWords = (characters: readonly Buffer[]): string => {
  const words: Buffer[][] = [[]];
  let length = 0;
  for (const character of characters) {
    if (length + character.length > 42) {
      words.push([]);
      length = 0;
    }
    words.at(-1)?.push(character);
    length += character.length;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.concat(word).toString("base64")}?=`).join("\n ");
};

const message = ({ story: { event, reviewed }, chosen, head }: ExportedRepair): string[] => {
  const { effects, vetoes, fitness, holdoutFitness } = chosen;
  const held =
    holdoutFitness === null || event.holdoutBefore === null
      ? "not known"
      : `${ratio(event.holdoutBefore)} -> ${ratio(holdoutFitness)}`;
  const said =
    reviewed === null ? event.decision : `${event.decision}, then ${reviewed.decision} by a person`;
  return [
    `Hypothesis: ${visible(chosen.hypothesis, 300)}`,
    "",
    `Fitness: ${ratio(event.fitnessBefore)} -> ${ratio(fitness)}`,
    `Held-out fitness: ${held}`,
    `Score: ${chosen.score}/${chosen.total}`,
    `Rows: ${effects ? `${count(effects.right, "row")} put right, ${effects.broken} broken` : "not recorded"}`,
    ...vetoes.map(
      ({ name, passed, detail }) =>
        `Veto ${name}: ${passed ? "passed" : "NOT passed"}, ${visible(detail, 200)}`,
    ),
    `Written by: ${visible(chosen.proposer, 100)} (${chosen.origin})`,
    `Round: ${event.round} of run ${event.run}, ${said}`,
    `Candidate: ${chosen.sha}`,
    `Parent: ${event.parent}`,
    `Trail line: ${event.hash}`,
    `Trail head: ${head}`,
  ];
};

const base64Lines = (body: string): string =>
  (
    Buffer.from(body)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\n");

/** What no text of a program ends in: stands for an end without a line feed. */
const openEnd = "\u0000no line feed";

const unifiedDiff = (before: string, after: string): string => {
  const hunks = hunksOf(lineDiff(withEnd(before), withEnd(after)));
  return [
    `diff --git a/${genomePath} b/${genomePath}`,
    `--- a/${genomePath}`,
    `+++ b/${genomePath}`,
    ...hunks.flatMap(hunkLines),
    "",
  ].join("\n");
};

const withEnd = (text: string): string =>
  text === "" || text.endsWith("\n") ? text : `${text}${openEnd}\n`;

const hunkLines = ({ before, after, lines }: Hunk): string[] => {
  const old = lines.filter(({ kind }) => kind !== "added").length;
  const fresh = lines.filter(({ kind }) => kind !== "removed").length;
  const signs = { same: " ", removed: "-", added: "+" } as const;
  return [
    `@@ -${old === 0 ? before - 1 : before},${old} +${fresh === 0 ? after - 1 : after},${fresh} @@`,
    ...lines.flatMap(({ kind, text }) =>
      text.endsWith(openEnd)
        ? [`${signs[kind]}${text.slice(0, -openEnd.length)}`, "\\ No newline at end of file"]
        : [`${signs[kind]}${text}`],
    ),
  ];
};
