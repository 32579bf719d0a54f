import type { RoundStory } from "../core/observe/round-story.ts";
import type { PageData } from "../report/page-data.ts";
import { checksMap } from "./checks-map.ts";
import { element, section } from "./elements.ts";
import { artifactsView, evidenceView, spendingView } from "./evidence-view.ts";
import { genomeView } from "./genome-view.ts";
import { heroChart } from "./hero.ts";
import { masthead, waiting } from "./masthead.ts";
import { PageState } from "./page-state.ts";
import { roundDialog } from "./round-dialog.ts";
import { roundsTable } from "./rounds-table.ts";
import { timeLine } from "./time-line.ts";
import { tripwiresView, trustView } from "./trust-view.ts";
import { workersView } from "./workers-view.ts";

const readData = (): PageData => JSON.parse(document.getElementById("data")?.textContent ?? "");

const state = new PageState(readData());

/** A dashboard can be asked for rounds that did not come with the page. */
const storyOfRound = async (round: number): Promise<RoundStory | null> => {
  const known = state.story(round);
  if (known || !state.data.live) return known ?? null;
  const answer = await fetch(`round?n=${round}`);
  if (!answer.ok) return null;
  const story: RoundStory = await answer.json();
  state.addStory(story);
  return story;
};

const dialog = roundDialog({
  round: (number) => state.round(number),
  story: storyOfRound,
  columns: () => state.data.columns,
});
const open = (round: number): void => dialog.open(round);
const hero = heroChart(open);
const table = roundsTable(open);

/** A part that is drawn anew whenever the trail has grown. */
const place = (id: string): HTMLElement => element("div", { id });
const places = {
  masthead: place("masthead"),
  waiting: place("waiting-list"),
  timeLine: place("time-line"),
  checks: place("checks-map"),
  spending: place("spending-view"),
  trust: place("trust-view"),
  tripwires: place("tripwires-view"),
  workers: place("workers-view"),
  genome: place("genome-view"),
  artifacts: place("artifacts-view"),
  evidence: place("evidence-view"),
};
const nothingYet = element(
  "p",
  {},
  "No round yet. The first loop draws a mark here for each round, at the fitness that it reached.",
);
const waitingSection = section("waiting", "Waiting for you", places.waiting);
const workersSection = section("workers", "Workers", places.workers);

const draw = (): void => {
  const { overview } = state.data;
  places.masthead.replaceChildren(masthead(state));
  waitingSection.hidden = overview.pending.length === 0;
  places.waiting.replaceChildren(...waiting(state, open).filter((one) => one !== null));
  const isEmpty = state.rounds.length === 0;
  hero.root.hidden = isEmpty;
  table.root.hidden = isEmpty;
  nothingYet.hidden = !isEmpty;
  const { start, series } = overview;
  hero.draw(state.rounds, start ? [start, ...series] : series, overview.marks);
  places.timeLine.hidden = overview.marks.length === 0;
  places.timeLine.replaceChildren(timeLine(overview.marks));
  places.checks.replaceChildren(
    state.rounds.length === 0
      ? element(
          "p",
          {},
          "No check has been run in a round yet. This runs the genome in force once and shows each check: cleanloop evaluate",
        )
      : checksMap(overview.checks, state.rounds),
  );
  table.draw(state.rounds);
  places.spending.replaceChildren(spendingView(overview));
  places.trust.replaceChildren(trustView(overview));
  places.tripwires.replaceChildren(tripwiresView(overview));
  workersSection.hidden = overview.workers === null;
  places.workers.replaceChildren(...(overview.workers ? [workersView(overview.workers)] : []));
  keepingOpen(places.genome, genomeView(state, open));
  places.artifacts.replaceChildren(artifactsView(overview));
  places.evidence.replaceChildren(evidenceView(state));
};

/** What a reader has unfolded stays so. */
const keepingOpen = (where: HTMLElement, fresh: HTMLElement): void => {
  const wasOpen = where.querySelector("details")?.open ?? false;
  const details = fresh.querySelector("details");
  if (details) details.open = wasOpen;
  where.replaceChildren(fresh);
};

const follow = (): void => {
  const status = element("p", { class: "live", role: "status" }, "live");
  document.body.append(status);
  const events = new EventSource(`events?since=${state.data.overview.events}`);
  events.addEventListener("change", (event) => {
    const data: PageData = JSON.parse(event.data);
    state.add(data);
    draw();
    status.textContent = `live: round ${state.rounds.at(-1)?.round ?? 0}`;
  });
  events.addEventListener("trouble", (event) => {
    status.classList.add("lost");
    status.textContent = JSON.parse(event.data);
  });
  events.addEventListener("open", () => status.classList.remove("lost"));
  events.addEventListener("error", () => {
    status.classList.add("lost");
    status.textContent = "the dashboard does not answer";
  });
};

document
  .getElementById("page")
  ?.append(
    places.masthead,
    waitingSection,
    section("progress", "Progress", nothingYet, hero.root, places.timeLine),
    section("checks", "Checks by round", places.checks),
    section("rounds", "Rounds", table.root),
    section("trust", "Trust over time", places.trust),
    section("tripwires", "Tripwires", places.tripwires),
    workersSection,
    section("genome", "The genome in force", places.genome),
    section("spending", "Spending", places.spending),
    section("artifacts", "Artifacts", places.artifacts),
    section("evidence", "Evidence", places.evidence),
  );
document.body.append(dialog.root);
draw();
if (state.data.live) follow();
