import { join } from "node:path";
import type { NewProjectTools } from "../../domain/ports/new-project.ts";
import type {
  ReceivedOrder,
  RedTeamRecord,
  WorkerNews,
  WorkerTools,
} from "../../domain/ports/worker.ts";
import type { ContainedRun, Isolation } from "../../domain/run.ts";
import { init } from "../init/init.ts";
import { redTeam } from "../red-team.ts";

export interface WorkerRequest {
  /** Runs side by side; null: as many as there are cores. */
  readonly concurrency: number | null;
}

/** Whoever watches a worker. */
export interface WorkerOnlooker {
  readonly enrolled: (enrolled: Enrolled) => void;
  readonly news: (news: WorkerNews, tally: RunTally) => void;
  readonly attacking: (done: number, total: number) => void;
}

export interface Enrolled {
  readonly name: string;
  readonly queue: string;
  readonly concurrency: number;
  readonly isolation: Isolation;
  readonly redTeam: RedTeamRecord;
  readonly warning: string | null;
}

/** What a worker has done so far. */
export interface RunTally {
  readonly running: number;
  readonly ok: number;
  /** Runs that ended in any other way, as their loops were told. */
  readonly notOk: number;
  readonly handedBack: number;
}

export interface WorkerResult {
  readonly name: string;
  readonly tally: RunTally;
}

/** Makes contained runs for loops elsewhere until it is told to end. */
export const work = async (
  tools: WorkerTools,
  projects: () => Promise<NewProjectTools>,
  request: WorkerRequest,
  onlooker: WorkerOnlooker,
  signal: AbortSignal,
): Promise<WorkerResult> => {
  const { link } = tools;
  try {
    const isolation = await tools.probe(signal);
    const record = await redTeamOn(tools, projects, isolation, onlooker, signal);
    const concurrency = request.concurrency ?? tools.cores;
    const enrolment = { concurrency, isolation, redTeam: record };
    const { name, queue, warning } = link;
    onlooker.enrolled({ name, queue, warning, ...enrolment });
    let tally: RunTally = { running: 0, ok: 0, notOk: 0, handedBack: 0 };
    const turn = turnsFor(concurrency);
    await link.serve(
      enrolment,
      (order, begins, ended) =>
        turn(async () => {
          ended.throwIfAborted();
          begins();
          return makeRun(tools, isolation, order, ended);
        }),
      (news) => {
        tally = tallyAfter(tally, news);
        onlooker.news(news, tally);
      },
      signal,
    );
    return { name, tally };
  } finally {
    await link.close();
  }
};

/** So many at a time, whatever the number of loops. */
const turnsFor = (most: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <Result>(run: () => Promise<Result>): Promise<Result> => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
};

/** The operator of this machine decides: where it has namespaces, nothing runs without them. */
const makeRun = async (
  { compiler, containment }: WorkerTools,
  { backend }: Isolation,
  { genome, job, allowProcess }: ReceivedOrder,
  signal: AbortSignal,
): Promise<ContainedRun> => {
  const compiled = await compiler.compile(genome);
  if (!compiled.ok) throw new Error("the gate here turns the text away");
  const plain = backend === "process";
  if (plain && !allowProcess) throw new Error("this machine has no namespaces for it");
  return containment.run(
    { ...job, program: compiled.program.js },
    { isolation: plain ? "process" : "strict", allowProcess: plain, signal },
  );
};

/** Our hostile programs, on an example project, once for each machine and build. */
const redTeamOn = async (
  tools: WorkerTools,
  projects: () => Promise<NewProjectTools>,
  isolation: Isolation,
  { attacking }: WorkerOnlooker,
  signal: AbortSignal,
): Promise<RedTeamRecord> => {
  const before = tools.redTeamBefore(isolation);
  if (before) return before;
  const record = await tools.withScratch(async (folder) => {
    const maker = await projects();
    const root = join(folder, "example");
    const example = { inputs: [], gold: null, partial: false, link: false, force: false };
    await init(maker, { root, ...example }, null, signal);
    const found = await redTeam(maker.open(root), { signal, progress: attacking });
    const lost = found.probes.filter(({ contained }) => !contained).map(({ name }) => name);
    return { contained: found.contained, total: found.total, notContained: lost };
  });
  if (signal.aborted) throw signal.reason;
  tools.keepRedTeam(isolation, record);
  return record;
};

const tallyAfter = (tally: RunTally, news: WorkerNews): RunTally => {
  if (news.type === "began") return { ...tally, running: tally.running + 1 };
  if (news.type !== "ended") return tally;
  const running = tally.running - 1;
  switch (news.outcome) {
    case "ok":
      return { ...tally, running, ok: tally.ok + 1 };
    case "handed-back":
      return { ...tally, running, handedBack: tally.handedBack + 1 };
    default:
      return { ...tally, running, notOk: tally.notOk + 1 };
  }
};
