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
 * A round with one candidate that is kept, over nothing but its contained runs. All sandboxes of
 * both stand ready when they begin, as after a proposer's thought.
 */
export const keptRound = (untilReadyMs: number): Promise<number> =>
  withScriptedProject(async (root) => {
    const open = (): Workspace => openWorkspace({ root, env: {}, cwd: root });
    const bare = open();
    await bareRun(bare, await programOf(bare, genomeSettling(1))); // it is its backend's trial
    const ratios: number[] = [];
    const script = Array.from({ length: shares - 1 }, (_, at) => [genomeSettling(at + 2)]);
    await playScript(open(), script, {
      think: () => after(untilReadyMs),
      onRound: async (roundMs, [text = ""]) => {
        ratios.push(roundMs / (await bareRuns(bare, text, untilReadyMs)));
      },
    });
    return median(ratios);
  });

/** The candidate's own run, then those of the vetoes side by side, as in a round. */
const bareRuns = async (
  workspace: Workspace,
  text: string,
  untilReadyMs: number,
): Promise<number> => {
  const program = await programOf(workspace, text);
  const run = (): Promise<void> => bareRun(workspace, program);
  const { settings, ports } = workspace;
  const standby = await ports.containment.standBy(
    { inputs: ports.feeds.files(), limits: limitsOf(settings) },
    { ...anyWay, slots: 3, untried: false },
  );
  standby.expect({ onFeeds: 3, onOthers: 0 });
  await after(untilReadyMs);
  const start = performance.now();
  await run();
  await Promise.all([run(), run()]);
  const milliseconds = performance.now() - start;
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
