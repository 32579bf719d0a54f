import { amounts } from "./amounts.ts";
import { type Chain, searchChains } from "./chain.ts";
import { concatenations } from "./concat.ts";
import { days } from "./days.ts";
import type { Family } from "./family.ts";
import { guardsFor } from "./guards.ts";
import { maps, wordMaps } from "./maps.ts";
import { pieces } from "./pieces.ts";
import { Pool } from "./pool.ts";
import { shapes } from "./shapes.ts";
import { sums } from "./sums.ts";
import type { Task } from "./task.ts";
import { texts } from "./text.ts";
import { lookedUpAmounts, usual } from "./usual.ts";

const families: Readonly<Record<Task["type"], readonly (readonly Family[])[]>> = {
  number: [[amounts], [lookedUpAmounts, sums], [usual]],
  date: [[days], [usual]],
  text: [[texts], [amounts, days], [pieces, shapes], [usual], [concatenations], [maps, wordMaps]],
};

/** The chains that explain a column, best first; the next kinds are tried until all is explained. */
export const explain = (task: Task): Chain[] => {
  const pool = new Pool(task);
  const guards = guardsFor(task);
  for (const expr of task.solved) pool.add(expr);
  let chains: Chain[] = [];
  for (const kinds of families[task.type]) {
    for (const kind of kinds) kind(task, pool);
    chains = searchChains(pool, guards);
    if (isWhole(chains[0])) return chains;
  }
  return chains;
};

/** Longer programs are doubted: the next kinds may have a shorter one. */
const shortEnough = 45;

const isWhole = (chain: Chain | undefined): boolean =>
  chain !== undefined &&
  chain.hits === chain.rows &&
  chain.bits <= shortEnough * chain.branches.length;
