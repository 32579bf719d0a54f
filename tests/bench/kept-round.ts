import { setTimeout as after } from "node:timers/promises";
import { tablesOf } from "../../src/domain/arena.ts";
import type { Workspace } from "../../src/domain/ports/ports.ts";
import { limitsOf } from "../../src/domain/settings.ts";
import { openWorkspace } from "../../src/wiring.ts";
import { median } from "./measure.ts";
import { genomeSettling, shares } from "./scripted-genomes.ts";
import { withScriptedProject } from "./scripted-project.ts";

import { playScript } from "./scripted-rounds.ts";

const anyWay = { isolation: "auto", allowProcess: true } as const;

/**
 * A round with one candidate that is kept, over nothing but its contained runs: all that is ours
 * costs no more than half of them. The round's sandboxes stand ready, as after a proposer's thought;
 * those of the runs alone are each set up for it, or stand ready too, which only a round that did
 * nothing else could come near to.
 */
export const keptRound = (untilReadyMs: number): Promise<Record<"cold" | "ready", number>> =>
  withScriptedProject(async (root) => {
    const open = (): Workspace => openWorkspace({ root, env: {}, cwd: root });
    const bare = open();
    await bareRun(bare, await programOf(bare, genomeSettling(1))); // it is its backend's trial
    const ratios = { cold: [] as number[], ready: [] as number[] };
    const script = Array.from({ length: shares - 1 }, (_, at) => [genomeSettling(at + 2)]);
    await playScript(open(), script, {
      think: () => after(untilReadyMs),
      onRound: async (roundMs, [text = ""]) => {
        ratios.cold.push(roundMs / (await bareRuns(bare, text)));
        ratios.ready.push(roundMs / (await readyRuns(bare, text, untilReadyMs)));
      },
    });
    return { cold: median(ratios.cold), ready: median(ratios.ready) };
  });

/** The candidate's own run, then those of the vetoes side by side, as in a round. */
const bareRuns = async (workspace: Workspace, text: string): Promise<number> => {
  const program = await programOf(workspace, text);
  const run = (): Promise<void> => bareRun(workspace, program);
  const start = performance.now();
  await run();
  await Promise.all([run(), run()]);
  return performance.now() - start;
};

const readyRuns = async (
  workspace: Workspace,
  text: string,
  untilReadyMs: number,
): Promise<number> => {
  const { settings, ports } = workspace;
  const standby = await ports.containment.standBy(
    { inputs: ports.feeds.files(), limits: limitsOf(settings) },
    { ...anyWay, slots: 3, untried: false },
  );
  standby.expect({ onFeeds: 3, onOthers: 0 });
  await after(untilReadyMs);
  const milliseconds = await bareRuns(workspace, text);
  await standby.close();
  return milliseconds;
};

const programOf = async ({ ports }: Workspace, text: string): Promise<string> => {
  const compiled = await ports.compiler.compile(Buffer.from(text));
  if (!compiled.ok) throw new Error("a scripted genome does not compile");
  return compiled.program.js;
};

const bareRun = async ({ project, settings, ports }: Workspace, program: string): Promise<void> => {
  const outputFolder = ports.outputs.newRunFolder();
  const { outcome } = await ports.containment.run(
    {
      program,
      inputs: ports.feeds.files(),
      tables: tablesOf(project.arena),
      limits: limitsOf(settings),
      outputFolder,
    },
    anyWay,
  );
  ports.outputs.discard(outputFolder);
  if (outcome !== "ok") throw new Error(`a scripted genome ended as ${outcome}`);
};
