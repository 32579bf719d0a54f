import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutFinance, shipped } from "../support/finance.ts";
import { layOutHistory } from "../support/histories.ts";
import { pairedRatio, timeOf, watchedRun } from "./measure.ts";

export interface ObserveLong {
  /** A whole look at a long trail over what only reads and parses its lines. */
  readonly ratio: number;
  readonly peakMb: number;
}

const bare = `
  const text = require("node:fs").readFileSync(process.argv[1], "utf8");
  for (const line of text.split("\\n")) if (line !== "") JSON.parse(line);
`;

/** What `cleanloop observe` costs once a project has seen that many rounds. */
export const observeLong = async (rounds: number, pairs: number): Promise<ObserveLong> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    layOutFinance(root);
    layOutHistory(root, { rounds, texts: false, eventful: true });
    const args = [shipped("dist/cli.cjs"), "observe", "--root", root];
    const { peakMb } = await watchedRun(process.execPath, args);
    const ratio = pairedRatio(
      pairs,
      () => timeOf(process.execPath, args),
      () => timeOf(process.execPath, ["-e", bare, join(root, ".output/trail.jsonl")]),
    );
    return { ratio, peakMb };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
