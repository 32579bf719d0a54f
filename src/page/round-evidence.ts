import type { RoundStory } from "../core/observe/round-story.ts";
import type { RecordedCandidate, RowExample } from "../domain/event-parts.ts";
import { count } from "../report/layout.ts";
import { commandLine, element, facts, scrolling } from "./elements.ts";
import { moneyText, shareText, timeText } from "./figures.ts";
import { highlighted } from "./highlight.ts";

/** All that is on record of one round. */
export const roundEvidence = (story: RoundStory, columns: readonly string[]): HTMLElement[] => {
  const { event, reviewed } = story;
  const chosen = event.candidates.find(({ sha }) => sha === event.chosen);
  const waits = event.decision === "pending" && reviewed === null;
  return [
    ...(waits
      ? decisionNeeded(
          event.review,
          event.reasons.map(({ detail }) => detail),
        )
      : []),
    part("What changed in the program", diffView(story)),
    ...(chosen ? [part("Rows before and after", rowsView(chosen, columns))] : []),
    part("Checks before and after", checksView(story, chosen)),
    ...(chosen?.outcome === "ok" && chosen.vetoes.length > 0
      ? [
          part(
            "Vetoes",
            element(
              "ul",
              {},
              ...chosen.vetoes.map(({ name, passed, detail }) =>
                element("li", {}, `${passed ? "✓" : "✗"} ${name}: ${detail}`),
              ),
            ),
          ),
        ]
      : []),
    part(
      "Candidates",
      element(
        "div",
        {},
        ...event.candidates.map((candidate) =>
          candidateView(candidate, candidate.sha === event.chosen),
        ),
        ...event.unanswered.map(({ proposer, detail }) =>
          element("p", {}, `${proposer} brought no candidate: ${detail}`),
        ),
      ),
    ),
    part(
      "How it was held",
      element(
        "p",
        {},
        event.containment
          ? `${event.containment.backend}: ${event.containment.layers.map(({ name, on }) => `${on ? "✓" : "✗"} ${name}`).join(", ")}`
          : "Nothing ran.",
      ),
    ),
    part(
      "Trust at the time",
      element(
        "p",
        {},
        `level ${event.trust.level}, mode ${event.trust.mode}${event.trust.caps.map(({ code, detail }) => `; ${code}: ${detail}`).join("")}`,
      ),
    ),
    element("p", {}, "The same at a terminal: "),
    commandLine(`cleanloop observe --round ${event.round}`),
  ];
};

const part = (title: string, inside: HTMLElement): HTMLElement =>
  element("section", {}, element("h3", {}, title), inside);

const decisionNeeded = (review: string, reasons: readonly string[]): HTMLElement[] => [
  element(
    "div",
    { class: "decide" },
    element("p", {}, `It waits for a person: ${reasons.join("; ")}.`),
    element("p", {}, "Look again, then decide:"),
    commandLine(`cleanloop review show ${review}`),
    commandLine(`cleanloop review approve ${review}`),
    commandLine(`cleanloop review reject ${review} --reason "…"`),
  ),
];

const diffView = ({ diff }: RoundStory): HTMLElement => {
  if (!diff.known) return element("p", {}, `Not shown: ${diff.why}`);
  if (diff.hunks.length === 0) return element("p", {}, "No line differs.");
  const signs = { same: " ", added: "+", removed: "−" } as const;
  const words = { same: "", added: "added: ", removed: "removed: " } as const;
  const rows = diff.hunks.flatMap((hunk) => {
    let [before, after] = [hunk.before, hunk.after];
    return [
      element("tr", { class: "hunk" }, element("td", { colspan: 4 }, `lines from ${hunk.after}`)),
      ...hunk.lines.map(({ kind, text }) =>
        element(
          "tr",
          { class: kind },
          element("td", { class: "line" }, kind === "added" ? "" : String(before++)),
          element("td", { class: "line" }, kind === "removed" ? "" : String(after++)),
          element(
            "td",
            { class: "sign" },
            element("span", { "aria-hidden": true }, signs[kind]),
            element("span", { class: "unseen" }, words[kind]),
          ),
          element("td", { class: "text" }, ...highlighted(text)),
        ),
      ),
    ];
  });
  return scrolling(
    "Change of the program",
    element("table", { class: "diff" }, element("tbody", {}, ...rows)),
  );
};

const rowsView = (chosen: RecordedCandidate, columns: readonly string[]): HTMLElement => {
  if (chosen.outcome !== "ok") return element("p", {}, `There are no rows: ${chosen.outcome}.`);
  const { effects } = chosen;
  if (!effects) return element("p", {}, "Not recorded in this round.");
  const { right, broken, examples } = effects;
  const effectText = `${count(right, "row")} put right, ${count(broken, "row")} broken, of those that are not held out.`;
  if (examples.length === 0) return element("p", {}, effectText);
  return element(
    "div",
    {},
    element(
      "p",
      {},
      `${effectText}${examples.length < right + broken ? ` The first ${examples.length}:` : ""}`,
    ),
    scrolling(
      "Rows before and after",
      element(
        "table",
        { class: "rows" },
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["effect", "when", ...columns].map((name) => element("th", { scope: "col" }, name)),
          ),
        ),
        ...examples.map((example) => exampleRows(example, columns.length)),
      ),
    ),
  );
};

const exampleRows = ({ effect, before, after }: RowExample, width: number): HTMLElement => {
  const words = effect === "right" ? "put right" : "broken";
  const cells = (row: readonly string[] | null, other: readonly string[] | null): HTMLElement[] =>
    row === null
      ? [element("td", { colspan: width, class: "faint" }, "no such row")]
      : row.map((cell, at) =>
          element(
            "td",
            {},
            other !== null && other[at] === cell
              ? cell
              : element("mark", {}, cell === "" ? "(blank)" : cell),
          ),
        );
  return element(
    "tbody",
    { class: effect },
    element(
      "tr",
      {},
      element("th", { scope: "rowgroup", rowspan: 2 }, words),
      element("td", { class: "faint" }, "before"),
      ...cells(before, after),
    ),
    element("tr", {}, element("td", { class: "faint" }, "after"), ...cells(after, before)),
  );
};

const checksView = (
  { checksBefore }: RoundStory,
  chosen: RecordedCandidate | undefined,
): HTMLElement => {
  const after = chosen?.outcome === "ok" ? chosen.checksFailed : null;
  const list = (failed: readonly string[] | null, unknown: string): string =>
    failed === null ? unknown : failed.length === 0 ? "all pass" : failed.join(", ");
  const fixed = checksBefore && after ? checksBefore.filter((name) => !after.includes(name)) : [];
  return facts([
    ["Failed before", list(checksBefore, "not recorded: its parent was never judged in a round")],
    ["Failed after", list(after, `not run${chosen ? `: ${chosen.outcome}` : ""}`)],
    ...(fixed.length > 0 ? ([["Now pass", fixed.join(", ")]] as const) : []),
  ]);
};

const candidateView = (candidate: RecordedCandidate, isChosen: boolean): HTMLElement => {
  const { sha, proposer, model, origin, tokens, costUsd, proposeMs, bytes } = candidate;
  const spent = tokens.input + tokens.output;
  const from = [
    proposer,
    ...(model === null ? [] : [model]),
    `origin ${origin}`,
    count(bytes, "byte"),
    `proposed in ${timeText(proposeMs)}`,
    ...(spent === 0 ? [] : [count(spent, "token")]),
    ...(costUsd ? [moneyText(costUsd)] : []),
  ];
  return element(
    "div",
    { class: "candidate" },
    element(
      "p",
      {},
      element("code", {}, sha.slice(0, 12)),
      isChosen ? " chosen. " : " ",
      candidate.hypothesis,
    ),
    element("p", { class: "faint" }, `${from.join(", ")}. ${outcomeWords(candidate)}`),
  );
};

const outcomeWords = (candidate: RecordedCandidate): string => {
  switch (candidate.outcome) {
    case "rejected":
      return `Rejected before it ran, ${candidate.reason.code}: ${candidate.reason.detail}.`;
    case "not_started":
      return `Not started: ${candidate.detail}.`;
    case "lost":
      return `Lost: ${candidate.detail}.`;
    case "ok": {
      const { durationMs, judgeMs, fitness, score, total, changedLines, memorised, blocked } =
        candidate;
      const why = blocked ? ` Not kept, ${blocked.code}: ${blocked.detail}.` : "";
      return `Ran in ${timeText(durationMs)}, judged in ${timeText(judgeMs)}: ${score}/${total}, fitness ${shareText(fitness)}. ${count(changedLines, "changed line")}, ${memorised} memorised.${forbidden(candidate.violation)}${why}`;
    }
    default:
      return `${candidate.outcome}: ${candidate.detail}.${forbidden(candidate.violation)}`;
  }
};

const forbidden = (violation: boolean): string =>
  violation ? " It tried something that is forbidden." : "";
