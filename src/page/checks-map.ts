import { count } from "../report/layout.ts";
import type { PageRound } from "../report/page-data.ts";
import { drawing, element, scrolling, table } from "./elements.ts";

type CheckState = "passed" | "failed" | "not-run";

/** More columns than this are not told apart by eye. */
const mostColumns = 240;
const cellHeight = 18;

/** Checks × rounds: a check that failed is not one that was never run. */
export const checksMap = (
  planned: readonly string[],
  rounds: readonly PageRound[],
): HTMLElement => {
  const names = [
    ...new Set([...planned, ...rounds.slice(-2000).flatMap(({ failed }) => failed ?? [])]),
  ];
  const columns = Math.min(mostColumns, rounds.length);
  const span = `rounds ${rounds[0]?.round ?? ""} to ${rounds.at(-1)?.round ?? ""}`;
  return scrolling(
    "Table of checks",
    table(
      ["check", span, "failed", "last"],
      names.map((name) => checkRow(name, rounds, columns)),
      { class: "checks" },
    ),
    legend(),
  );
};

const stateIn = ({ failed }: PageRound, check: string): CheckState =>
  failed === null ? "not-run" : failed.includes(check) ? "failed" : "passed";

const checkRow = (check: string, rounds: readonly PageRound[], columns: number): HTMLElement => {
  const tallies = Array.from({ length: columns }, () => ({ passed: 0, failed: 0, "not-run": 0 }));
  const all = { passed: 0, failed: 0, "not-run": 0 };
  let last: CheckState = "not-run";
  rounds.forEach((round, at) => {
    const state = stateIn(round, check);
    const tally = tallies[Math.floor((at * columns) / rounds.length)];
    if (tally) tally[state]++;
    all[state]++;
    if (state !== "not-run") last = state;
  });
  const judged = all.passed + all.failed;
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, check),
    element("td", { class: "strip" }, strip(tallies)),
    element("td", {}, judged === 0 ? "not run" : `${all.failed} of ${count(judged, "round")}`),
    element("td", { class: last }, last === "not-run" ? "not run" : last),
  );
};

/** Equal neighbours are one rectangle; a column of many rounds is as dark as it has failures. */
const strip = (
  tallies: readonly { passed: number; failed: number; "not-run": number }[],
): SVGElement => {
  const width = Math.max(1, tallies.length);
  const picture = drawing("svg", {
    viewBox: `0 0 ${width} ${cellHeight}`,
    preserveAspectRatio: "none",
    "aria-hidden": true,
  });
  let open: { looks: string; from: number } | null = null;
  const close = (to: number): void => {
    if (open) picture.append(cell(open.looks, open.from, to - open.from));
  };
  tallies.forEach((tally, at) => {
    const looks = looksOf(tally);
    if (open?.looks === looks) return;
    close(at);
    open = { looks, from: at };
  });
  close(width);
  return picture;
};

/** What was never run leaves only a thread, so that nobody takes it for a failure. */
const cell = (looks: string, x: number, width: number): SVGElement =>
  looks === "not-run"
    ? drawing("rect", { class: looks, x, y: cellHeight / 2 - 0.5, width, height: 1 })
    : drawing("rect", { class: looks, x, y: 1, width, height: cellHeight - 2 });

const shades = 4;
const looksOf = (tally: { passed: number; failed: number; "not-run": number }): string => {
  const judged = tally.passed + tally.failed;
  if (judged === 0) return "not-run";
  return tally.failed === 0
    ? "passed"
    : `failed shade-${Math.ceil((tally.failed / judged) * shades)}`;
};

const legend = (): HTMLElement =>
  element(
    "p",
    { class: "legend" },
    ...[
      ["passed", "passed"],
      ["failed shade-4", "failed"],
      ["not-run", "not run: the candidate left nothing to judge"],
    ].map(([name = "", words = ""]) =>
      element(
        "span",
        {},
        drawing(
          "svg",
          { width: 20, height: 12, "aria-hidden": true },
          drawing("rect", { class: name, width: 20, height: 12 }),
        ),
        words,
      ),
    ),
  );
