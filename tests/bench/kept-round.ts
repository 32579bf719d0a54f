import { tablesOf } from "../../src/domain/arena.ts";
import type { Workspace } from "../../src/domain/ports/ports.ts";
import { limitsOf } from "../../src/domain/settings.ts";
import { openWorkspace } from "../../src/wiring.ts";
import { median } from "./measure.ts";
import { genomeSettling, shares } from "./scripted-genomes.ts";
import { withScriptedProject } from "./scripted-project.ts";

import { playScript } from "./scripted-rounds.ts";

/** A round with one candidate that is kept, over nothing but its contained runs. */
export const keptRound = (): Promise<number> =>
  withScriptedProject(async (root) => {
    const workspace = openWorkspace({ root, env: {}, cwd: root });
    const ratios: number[] = [];
    const script = Array.from({ length: shares - 1 }, (_, at) => [genomeSettling(at + 2)]);
    await playScript(workspace, script, {
      onRound: async (roundMs, [text = ""]) => {
        ratios.push(roundMs / (await bareRuns(workspace, text)));
      },
    });
    return median(ratios);
  });

/** The candidate's own run, then those of the vetoes side by side, as in a round. */
const bareRuns = async (workspace: Workspace, text: string): Promise<number> => {
  const { compiler } = workspace.ports;
  const compiled = await compiler.compile(Buffer.from(text));
  if (!compiled.ok) throw new Error("a scripted genome does not compile");
  const { js } = compiled.program;
  const start = performance.now();
  await bareRun(workspace, js);
  await Promise.all([bareRun(workspace, js), bareRun(workspace, js)]);
  return performance.now() - start;
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
    { isolation: "auto", allowProcess: true },
  );
  ports.outputs.discard(outputFolder);
  if (outcome !== "ok") throw new Error(`a scripted genome ended as ${outcome}`);
};
