import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { runsHere } from "../../src/core/candidate/run.ts";
import { tablesOf } from "../../src/domain/arena.ts";
import { genomeOf } from "../../src/domain/genome.ts";
import type { EvaluationOrder, Evaluators } from "../../src/domain/ports/evaluators.ts";
import type { Workspace } from "../../src/domain/ports/ports.ts";
import { limitsOf } from "../../src/domain/settings.ts";
import { openWorkspace } from "../../src/wiring.ts";
import { QueueLab } from "../support/queue-lab.ts";
import { median } from "./measure.ts";
import { genomeSettling } from "./scripted-genomes.ts";
import { withScriptedProject } from "./scripted-project.ts";
import { playScript } from "./scripted-rounds.ts";

const rounds = 4;
const candidates = 24;

/** How many times as many candidates workers bring through a round as this machine does alone. */
export const queueThroughput = async (workers: number): Promise<number> => {
  const there = await QueueLab.open();
  try {
    for (let at = 0; at < workers; at++)
      await there.worker(["--concurrency", "1"]).saying("enrolled");
    const alone = await roundTimes({});
    const queued = await roundTimes({ CLEANLOOP_QUEUE: there.redis.url });
    return median(alone) / median(queued);
  } finally {
    await there.dispose();
  }
};

const script = Array.from({ length: rounds + 1 }, (_, at) =>
  Array.from({ length: candidates }, (_unused, other) =>
    genomeSettling(at + 2, `// candidate ${other}\n`),
  ),
);

const roundTimes = (env: Readonly<Record<string, string>>): Promise<number[]> =>
  withScriptedProject(async (root) => {
    const times: number[] = [];
    await playScript(openWorkspace({ root, env, cwd: root }), script, {
      onRound: async (milliseconds) => {
        times.push(milliseconds);
      },
    });
    // Workers have yet to be admitted when the first begins.
    return times.slice(1);
  });

export interface QueueCosts {
  /** Of one candidate by way of the queue, over the same run here. */
  readonly overheadMs: number;
  /** What Redis does for one run, and what goes over its wires. */
  readonly callsPerRun: number;
  readonly kilobytesPerRun: number;
  /** What it does each second for a worker that waits, and its loop. */
  readonly callsPerWorkerSecond: number;
}

export const queueCosts = async (runs: number): Promise<QueueCosts> => {
  const lab = await QueueLab.open();
  const redis = new Redis(lab.redis.url);
  try {
    await lab.worker(["--concurrency", "1"]).saying("enrolled");
    return await withScriptedProject(async (root) => {
      const workspace = openWorkspace({ root, env: {}, cwd: root });
      const note = (): void => {};
      const queue = await workspace.ports.openQueue(lab.redis.url, {
        withNamespaces: false,
        note,
      });
      try {
        const order = await orderIn(workspace);
        await timeOfRun(queue, order("warm up")); // feeds come with the first
        const [here, there]: [number[], number[]] = [[], []];
        for (let at = 0; at < runs; at++) {
          here.push(await timeOfRun(runsHere(workspace.ports), order(`${at} here`)));
          there.push(await timeOfRun(queue, order(`${at} there`)));
        }
        const idle = await spentIn(redis, () => sleep(5000));
        const busy = await spentIn(redis, async () => {
          for (let at = 0; at < runs; at++) await timeOfRun(queue, order(`${at} counted`));
        });
        const idleShare = busy.milliseconds / idle.milliseconds;
        return {
          // The least of each: what else the machine does only ever adds to a run.
          overheadMs: Math.min(...there) - Math.min(...here),
          callsPerRun: (busy.calls - idle.calls * idleShare) / runs,
          kilobytesPerRun: (busy.bytes - idle.bytes * idleShare) / runs / 1000,
          callsPerWorkerSecond: idle.calls / (idle.milliseconds / 1000),
        };
      } finally {
        await queue.close();
      }
    });
  } finally {
    redis.disconnect();
    await lab.dispose();
  }
};

const orderIn = async ({ project, settings, ports }: Workspace) => {
  const inputs = await ports.feeds.open();
  const compiled = await ports.compiler.compile(Buffer.from(genomeSettling(3)));
  if (!compiled.ok) throw new Error("the genome was turned away");
  return (remark: string): EvaluationOrder => ({
    genome: genomeOf(Buffer.from(genomeSettling(3, `// ${remark}\n`)), "search"),
    program: compiled.program,
    inputs,
    tables: tablesOf(project.arena),
    limits: limitsOf(settings),
    outputFolder: ports.outputs.newRunFolder(),
    options: { isolation: settings.isolation.value, allowProcess: true },
  });
};

const timeOfRun = async (
  evaluators: Pick<Evaluators, "run">,
  order: EvaluationOrder,
): Promise<number> => {
  const start = performance.now();
  const { run } = await evaluators.run(order, new AbortController().signal);
  if (run.outcome !== "ok") throw new Error(`a run ended as ${run.outcome}`);
  return performance.now() - start;
};

interface Spent {
  readonly calls: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** As Redis counts it, our own questions left in: there are two. */
const spentIn = async (redis: Redis, work: () => Promise<unknown>): Promise<Spent> => {
  const before = await countersOf(redis);
  const start = performance.now();
  await work();
  const milliseconds = performance.now() - start;
  const after = await countersOf(redis);
  return {
    calls: after.calls - before.calls,
    bytes: after.bytes - before.bytes,
    milliseconds,
  };
};

const countersOf = async (redis: Redis) => {
  const text = await redis.info("stats");
  const counter = (name: string): number =>
    Number(new RegExp(`^${name}:(\\d+)`, "m").exec(text)?.[1]);
  return {
    calls: counter("total_commands_processed"),
    bytes: counter("total_net_input_bytes") + counter("total_net_output_bytes"),
  };
};
