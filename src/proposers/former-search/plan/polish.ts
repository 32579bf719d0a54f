import type { Findings } from "./findings.ts";
import { planOf, programAt } from "./moves.ts";
import type { Trial } from "./trial.ts";

/** Chains so close in length are told apart by what the whole program gives with them. */
const closeBits = 14;

export const polished = (findings: Findings, trial: Trial): Findings => {
  const scoreOf = (columns: Findings["columns"]): number => {
    const plan = planOf({ ...findings, columns });
    const end = plan.ladders.map(({ rungs }) => rungs.length);
    return trial.score(programAt(plan, end)).fitness;
  };
  let columns = findings.columns;
  let best = scoreOf(columns);
  for (const [at, { chains }] of columns.entries())
    for (const chain of chains.slice(1)) {
      if (chain.bits > (chains[0]?.bits ?? 0) + closeBits) continue;
      const others = chains.filter((other) => other !== chain);
      const next = columns.map((finding, index) =>
        index === at ? { ...finding, chains: [chain, ...others] } : finding,
      );
      const score = scoreOf(next);
      if (score > best + 1e-6) [columns, best] = [next, score];
    }
  return { ...findings, columns };
};
