import type { Enrolled, RunTally, WorkerResult } from "../core/worker/worker.ts";
import type { WorkerNews } from "../domain/ports/worker.ts";
import { visible } from "../domain/visible.ts";
import { count, short } from "./layout.ts";
import type { Style } from "./style.ts";

export const enrolledText = (
  { name, queue, concurrency, isolation, redTeam }: Enrolled,
  style: Style,
): string[] => [
  `${style.strong("worker")}    ${name} at ${queue}: ${count(concurrency, "run")} at a time, isolation ${isolation.backend}, ${redTeam.contained} of ${redTeam.total} hostile programs contained`,
];

/** What the operator of the machine must not overlook. */
export const weakText = ({ isolation, redTeam, warning }: Enrolled): string[] => [
  ...(warning === null ? [] : [warning]),
  ...(isolation.backend === "process"
    ? [
        "this machine has no namespaces: programs run with less isolation, and a loop that this worker serves earns no more than NOTIFY",
      ]
    : []),
  ...(redTeam.contained < redTeam.total
    ? [`not contained on this machine: ${redTeam.notContained.join(", ")}`]
    : []),
];

/** One line for what people want to see go by; nothing for each single run. */
export const workerNewsText = (news: WorkerNews, style: Style): string[] => {
  switch (news.type) {
    case "loop":
      return [`loop      ${news.loop} ${news.detail === "admitted" ? "is served" : "is over"}`];
    case "refused":
      return [style.warn(`refused   by loop ${news.loop}: ${visible(news.detail, 300)}`)];
    case "queue":
      return [
        news.reachable
          ? "queue     can be reached again"
          : style.warn("queue     is out of reach; waiting for it"),
      ];
    case "began":
      return [];
    case "ended":
      return news.outcome === "ok"
        ? []
        : [style.faint(`run       ${short(news.genome)} ${visible(news.outcome, 300)}`)];
  }
};

export const standingText = ({ running, ok, notOk, handedBack }: RunTally): string =>
  `${running} running, ${ok} ok, ${notOk} ended otherwise${handedBack === 0 ? "" : `, ${handedBack} handed back`}`;

export const workerSummary = ({ name, tally }: WorkerResult) => ({
  type: "summary",
  name,
  ok: tally.ok,
  notOk: tally.notOk,
  handedBack: tally.handedBack,
});

export const workerText = ({ name, tally }: WorkerResult): string[] => [
  `${name} ended: ${count(tally.ok + tally.notOk, "run")} made, ${tally.ok} of them ok; ${tally.handedBack} handed back`,
];
