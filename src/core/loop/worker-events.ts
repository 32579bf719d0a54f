import type { WorkerEvent } from "../../domain/ports/evaluators.ts";
import type { BackendName } from "../../domain/run.ts";
import { servedIn, weakest } from "../../policy/workers/served.ts";
import type { Entry } from "./run-candidates.ts";
import type { RunningLoop } from "./running-loop.ts";

/** Puts on record what has become known of workers since the last time. */
export const recordNews = async (
  { evaluators, journal }: RunningLoop,
  round: number,
): Promise<readonly WorkerEvent[]> => {
  const news = evaluators.news(round);
  for (const one of news) await journal.record(one);
  return news;
};

/** Puts on record who made a round's runs; gives the weakest isolation of them all, if any did. */
export const recordServed = async (
  loop: RunningLoop,
  entries: readonly Entry[],
  round: number,
): Promise<BackendName | null> => {
  const news = await recordNews(loop, round);
  const runs = entries.flatMap(({ by, differed }) => {
    if (!by) return [];
    const enrolledAs = loop.evaluators.isolationOf(by.worker) ?? "process";
    return [{ ...by, backend: weakest([by.backend, enrolledAs]) ?? by.backend, differed }];
  });
  const losses = news.flatMap((one) =>
    one.type === "worker" && one.action === "lost" ? [one] : [],
  );
  for (const served of servedIn(round, runs, losses)) await loop.journal.record(served);
  return weakest(runs.map(({ backend }) => backend));
};
