import { openWorkspace } from "../../src/wiring.ts";
import { median } from "./measure.ts";
import { genomeSettling } from "./scripted-genomes.ts";
import { withScriptedProject } from "./scripted-project.ts";
import { playScript } from "./scripted-rounds.ts";

const candidates = 8;

/** How much faster a round of `--rerank` with 8 candidates is on all cores than on one. */
export const sideBySide = async (repository: string, pairs: number): Promise<number> => {
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const onOne = await roundMs(repository, 1);
    ratios.push(onOne / (await roundMs(repository)));
  }
  return median(ratios);
};

const roundMs = (repository: string, cores?: number): Promise<number> =>
  withScriptedProject(repository, async (root) => {
    const workspace = openWorkspace({ root, env: {}, cwd: root });
    const ports = { ...workspace.ports, cores: cores ?? workspace.ports.cores };
    const times: number[] = [];
    await playScript({ ...workspace, ports }, script, async (milliseconds) => {
      times.push(milliseconds);
    });
    return median(times);
  });

/** The candidates of a round differ in a remark only. */
const script = Array.from({ length: 4 }, (_, at) =>
  Array.from({ length: candidates }, (_, other) =>
    genomeSettling(at * 2 + 3, `// candidate ${other}\n`),
  ),
);
