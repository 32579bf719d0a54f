import { count, grouped } from "../report/layout.ts";
import type { PageRound } from "../report/page-data.ts";
import { element } from "./elements.ts";
import { changeText, fateOfRound, fateText, shareText } from "./figures.ts";

const rowHeight = 44;
/** Rows drawn above and below what is seen. */
const margin = 8;

interface Column {
  readonly name: string;
  readonly title: string;
  readonly value: (round: PageRound) => number | string;
  readonly cell: (round: PageRound) => string;
}

const number = (value: number | null): number => value ?? Number.NEGATIVE_INFINITY;

const columns: readonly Column[] = [
  {
    name: "round",
    title: "Round",
    value: ({ round }) => round,
    cell: ({ round }) => grouped(round),
  },
  { name: "fate", title: "Decision", value: fateText, cell: fateText },
  {
    name: "fitness",
    title: "Fitness",
    value: ({ fitness }) => number(fitness),
    cell: ({ fitness }) => shareText(fitness),
  },
  {
    name: "gain",
    title: "Gain",
    value: (round) => number(gainOf(round)),
    cell: (round) => {
      const gain = gainOf(round);
      return gain === null ? "–" : changeText(gain);
    },
  },
  {
    name: "held",
    title: "Held out",
    value: ({ holdoutFitness }) => number(holdoutFitness),
    cell: ({ holdoutFitness }) => shareText(holdoutFitness),
  },
  {
    name: "rows",
    title: "Rows",
    value: ({ right, broken }) => number(right === null ? null : right - (broken ?? 0)),
    cell: ({ right, broken }) =>
      right === null ? "–" : `+${grouped(right)} −${grouped(broken ?? 0)}`,
  },
  {
    name: "score",
    title: "Checks",
    value: ({ score }) => number(score),
    cell: ({ score, total }) => (score === null ? "not run" : `${score}/${total}`),
  },
  {
    name: "words",
    title: "Change and reason",
    value: ({ hypothesis }) => hypothesis ?? "",
    cell: ({ hypothesis, reason }) => `${hypothesis ?? "no candidate"} — ${reason}`,
  },
];

const gainOf = ({ fitness, fitnessBefore }: PageRound): number | null =>
  fitness === null ? null : fitness - fitnessBefore;

export interface RoundsTable {
  readonly root: HTMLElement;
  draw(rounds: readonly PageRound[]): void;
}

/** Every round; only the rows that can be seen are in the document. */
export const roundsTable = (open: (round: number) => void): RoundsTable => {
  const filter = element("input", {
    type: "search",
    id: "filter",
    placeholder: "words, a round, a digest, a run",
    autocomplete: "off",
  });
  const fates = element(
    "select",
    { id: "fates" },
    ...["all decisions", "kept", "reverted", "rejected", "pending", "void"].map((fate) =>
      element(
        "option",
        { value: fate === "all decisions" ? "" : fate },
        fate === "pending" ? "waiting for review" : fate,
      ),
    ),
  );
  const found = element("p", { class: "faint found", role: "status" });
  const above = element("tr", { "aria-hidden": true });
  const below = element("tr", { "aria-hidden": true });
  const body = element("tbody", {});
  const heads = columns.map(({ title, name }) => {
    const button = element("button", { type: "button" }, title);
    return { name, button, head: element("th", { scope: "col", class: name }, button) };
  });
  const table = element(
    "table",
    { class: "rounds" },
    element("thead", {}, element("tr", {}, ...heads.map(({ head }) => head))),
    element("tbody", { class: "gap" }, above),
    body,
    element("tbody", { class: "gap" }, below),
  );
  const scroll = element(
    "div",
    { class: "scroll rounds-scroll", tabindex: 0, role: "region", "aria-label": "All rounds" },
    table,
  );
  const root = element(
    "div",
    {},
    element(
      "form",
      { class: "filters", role: "search" },
      element("label", { for: "filter" }, "Filter"),
      filter,
      element("label", { for: "fates" }, "Decision"),
      fates,
    ),
    found,
    scroll,
  );
  let rounds: readonly PageRound[] = [];
  let shown: readonly PageRound[] = [];
  let order: { column: Column; down: boolean } | null = null;

  const select = (): void => {
    const words = filter.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    shown = rounds.filter(
      (round) =>
        (fates.value === "" || fateOfRound(round) === fates.value) &&
        words.every((word) => matches(round, word)),
    );
    if (order) {
      const { column, down } = order;
      shown = [...shown].sort(
        (a, b) => compared(column.value(a), column.value(b)) * (down ? -1 : 1),
      );
    } else shown = [...shown].reverse();
    for (const { name, head } of heads)
      if (order?.column.name === name)
        head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    table.setAttribute("aria-rowcount", String(shown.length + 1));
    found.textContent =
      shown.length === rounds.length
        ? `${count(rounds.length, "round")}, the last first`
        : `${grouped(shown.length)} of ${count(rounds.length, "round")}`;
    render();
  };
  const render = (): void => {
    const drawn = Math.ceil((scroll.clientHeight || 600) / rowHeight) + 2 * margin;
    const wanted = Math.floor(scroll.scrollTop / rowHeight) - margin;
    const first = Math.max(0, Math.min(wanted, shown.length - drawn));
    const rows = shown.slice(first, first + drawn);
    body.replaceChildren(...rows.map((round, at) => tableRow(round, first + at + 2, open)));
    above.style.setProperty("height", `${first * rowHeight}px`);
    below.style.setProperty("height", `${(shown.length - first - rows.length) * rowHeight}px`);
  };
  const selectFromTop = (): void => {
    scroll.scrollTop = 0;
    select();
  };
  filter.addEventListener("input", selectFromTop);
  fates.addEventListener("change", selectFromTop);
  root.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
  scroll.addEventListener("scroll", () => requestAnimationFrame(render));
  heads.forEach(({ button }, at) => {
    button.addEventListener("click", () => {
      const column = columns[at];
      if (!column) return;
      const again = order?.column === column;
      order = again && order?.down === false ? null : { column, down: !again };
      selectFromTop();
    });
  });
  return {
    root,
    draw: (all) => {
      rounds = all;
      select();
    },
  };
};

const matches = (round: PageRound, word: string): boolean =>
  [
    String(round.round),
    fateText(round),
    round.hypothesis,
    round.reason,
    round.chosen,
    round.focus,
    round.run,
    round.outcome,
    round.proposer,
  ].some((text) => text?.toLowerCase().includes(word));

const compared = (a: number | string, b: number | string): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));

const tableRow = (round: PageRound, place: number, open: (round: number) => void): HTMLElement => {
  const row = element("tr", { class: fateOfRound(round), "aria-rowindex": place });
  row.append(
    ...columns.map(({ name, cell }) => {
      const text = cell(round);
      if (name !== "round")
        return element("td", { class: name, title: name === "words" ? text : null }, text);
      const button = element(
        "button",
        { type: "button", "aria-label": `Open round ${text}` },
        text,
      );
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        open(round.round);
      });
      return element("th", { scope: "row", class: name }, button);
    }),
  );
  row.addEventListener("click", () => open(round.round));
  return row;
};
