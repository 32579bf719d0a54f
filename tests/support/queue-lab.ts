import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compileHere } from "../../src/adapters/compiler.ts";
import { createContainment } from "../../src/adapters/containment/index.ts";
import { ownBuild } from "../../src/adapters/queue/open-queue.ts";
import { redTeamRecords } from "../../src/adapters/queue/red-team-records.ts";
import { openWorkerLink } from "../../src/adapters/queue/worker-link.ts";
import type { ReceivedOrder } from "../../src/domain/ports/worker.ts";
import type { ContainedRun } from "../../src/domain/run.ts";
import { version } from "../../src/version.ts";
import { type Call, launch, type Running } from "./cli.ts";
import { Lab } from "./loop/lab.ts";
import { TestRedis } from "./redis.ts";
import { removeFolder } from "./remove-folder.ts";
import { patienceMs, until } from "./until.ts";

const containment = createContainment({
  runtimeFolder: resolve(import.meta.dirname, "../../dist/sandbox"),
});
/** A worker that is attacked by our hostile programs first may be long in coming on a busy machine. */
export const patientSettings = {
  tripwires: { scoreFloor: 0 },
  queue: { patienceSeconds: patienceMs / 1000 },
};

const redTeam = { contained: 1, total: 1, notContained: [] };

interface Saying {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface WorkerProcess extends Running {
  /** What it has said so far with --json. */
  said(): readonly Saying[];
  saying(type: string, often?: number): Promise<void>;
}

/** Makes a run as an honest worker would, or not. */
export type Making = (
  order: ReceivedOrder,
  honestly: (order: ReceivedOrder) => Promise<ContainedRun>,
) => Promise<ContainedRun>;

export interface MadeUpWorker {
  readonly name: string;
  /** So many runs, at least. */
  hasMade(runs: number): Promise<void>;
}

/** A Redis, a loop's project, and workers. */
export class QueueLab {
  readonly redis: TestRedis;
  readonly lab = new Lab();
  readonly #cache = mkdtempSync(join(tmpdir(), "cleanloop-cache-"));
  readonly #workers: WorkerProcess[] = [];
  readonly #ended = new AbortController();
  readonly #serving: Promise<void>[] = [];

  private constructor(redis: TestRedis) {
    this.redis = redis;
  }

  static async open(opening: Promise<TestRedis> = TestRedis.open()): Promise<QueueLab> {
    const lab = new QueueLab(await opening);
    await lab.#rememberRedTeam();
    lab.lab.settings(patientSettings);
    return lab;
  }

  loop(...args: readonly string[]): Running {
    return this.lab.start("--queue", this.redis.url, "--rerank", "--candidates", "300", ...args);
  }

  /** A worker as an operator starts it. */
  worker(args: readonly string[] = [], call: Call = {}, url = this.redis.url): WorkerProcess {
    const running = launch(["worker", "--queue", url, "--json", ...args], {
      ...call,
      env: { XDG_CACHE_HOME: this.#cache, ...call.env },
    });
    let text = "";
    running.child.stdout?.on("data", (data) => {
      text += data;
    });
    const said = (): Saying[] =>
      text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    const worker = {
      ...running,
      said,
      saying: (type: string, often = 1) =>
        until(
          () => said().filter((one) => one.type === type).length >= often,
          () => `${type} from a worker that said: ${text}`,
        ),
    };
    this.#workers.push(worker);
    return worker;
  }

  /** A worker in this process, which may say what it likes. */
  async madeUp(making: Making, build = ownBuild()): Promise<MadeUpWorker> {
    const isolation = await containment.probe({ isolation: "auto", allowProcess: true });
    const link = await openWorkerLink({
      url: this.redis.url,
      cacheFolder: join(this.#cache, "made-up"),
      versions: { cleanloop: version, node: process.versions.node },
      build,
    });
    let runs = 0;
    const serving = link
      .serve(
        { concurrency: 1, isolation, redTeam },
        async (order, begins) => {
          begins();
          const run = await making(order, runHonestly);
          runs++;
          return run;
        },
        () => {},
        this.#ended.signal,
      )
      .finally(() => link.close());
    this.#serving.push(serving);
    return {
      name: link.name,
      hasMade: (most) =>
        until(
          () => runs >= most,
          () => `${runs} runs`,
        ),
    };
  }

  /** Some worker has a run under way that it had not before. */
  async workGoesOn(): Promise<void> {
    const begun = (): number =>
      this.#workers.flatMap((one) => one.said()).filter(({ type }) => type === "began").length;
    const before = begun();
    await until(() => begun() > before, "a further run");
  }

  async dispose(): Promise<void> {
    for (const { child } of this.#workers) child.kill("SIGKILL");
    this.lab.dispose();
    this.#ended.abort();
    await Promise.allSettled(this.#serving);
    await this.redis.dispose();
    removeFolder(this.#cache);
  }

  /** It takes a minute, and has tests of its own. */
  async #rememberRedTeam(): Promise<void> {
    const records = redTeamRecords(join(this.#cache, "cleanloop"));
    for (const isolation of ["auto", "process"] as const)
      records.keep(await containment.probe({ isolation, allowProcess: true }), redTeam);
  }
}

const runHonestly = ({ genome, job }: ReceivedOrder): Promise<ContainedRun> => {
  const compiled = compileHere(Buffer.from(genome).toString("utf8"));
  if (!compiled.ok) throw new Error("the gate turns the text away");
  return containment.run(
    { ...job, program: compiled.program.js },
    { isolation: "auto", allowProcess: true },
  );
};
