import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { openWorkspace } from "../../src/wiring.ts";
import { cleanEnvironment, median } from "./measure.ts";
import { genomeSettling, shares } from "./scripted-genomes.ts";
import { withScriptedProject } from "./scripted-project.ts";
import { playScript } from "./scripted-rounds.ts";

const candidates = 8;

/** How much faster a round of `--rerank` with 8 candidates is on all cores than on one. */
export const sideBySide = async (loops: number): Promise<number> => {
  const ratios: number[] = [];
  for (let loop = 0; loop < loops; loop++) ratios.push(...(await pairedRounds()));
  return median(ratios);
};

const startsEach = 8;

/** How much faster bare Nodes start on all cores than one after the other: most of a candidate is such starts. */
export const gainOfStarts = async (cores: number): Promise<number> => {
  const startInTurn = async (): Promise<void> => {
    for (let at = 0; at < startsEach; at++)
      await once(spawn(process.execPath, ["-e", "0"], { env: cleanEnvironment }), "exit");
  };
  const ratios: number[] = [];
  for (let pair = 0; pair < 5; pair++) {
    const start = performance.now();
    await startInTurn();
    const alone = performance.now() - start;
    await Promise.all(Array.from({ length: cores }, startInTurn));
    ratios.push((cores * alone) / (performance.now() - start - alone));
  }
  return median(ratios);
};

/** One loop whose rounds have all cores and only one in turn, so that a noisy moment hits both. */
const pairedRounds = (): Promise<number[]> =>
  withScriptedProject(async (root) => {
    const workspace = openWorkspace({ root, env: {}, cwd: root });
    const times: number[] = [];
    const isOnAll = (): boolean => times.length % 2 === 0;
    try {
      await playScript(workspace, script, {
        cores: () => (isOnAll() ? workspace.ports.cores : 1),
        onRound: async (milliseconds) => {
          times.push(milliseconds);
          runOn(isOnAll() ? everyCore : firstCore);
        },
      });
    } finally {
      runOn(everyCore);
    }
    return times.flatMap((onOne, at) => (at % 2 === 1 ? onOne / (times[at - 1] ?? 0) : []));
  });

const pinned = /Cpus_allowed_list:\s+(\S+)/.exec(readFileSync("/proc/self/status", "utf8"));
const everyCore = pinned?.[1] ?? "0";
const firstCore = /^\d+/.exec(everyCore)?.[0] ?? "0";

/** This process with all its threads, and whatever it starts from now on. */
const runOn = (cores: string): void => {
  execFileSync("taskset", ["-a", "-p", "-c", cores, `${process.pid}`], { stdio: "ignore" });
};

/** The candidates of a round differ in a remark only. */
const script = Array.from({ length: shares - 1 }, (_, at) =>
  Array.from({ length: candidates }, (_, other) =>
    genomeSettling(at + 2, `// candidate ${other}\n`),
  ),
);
