import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor } from "./dice.ts";
import { inputRow, loanDraft, repayments } from "./loans.ts";

const name = "large-loan-feed";

export const large: ArenaKind = {
  name,
  solvable: true,
  about: "10,000 rows in two feeds, of which 500 are known, half of them unseen",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const all = repayments(dice, 10_000);
    const rows = all.map((one) => inputRow(dice, one));
    return arenaOf({
      name,
      goal: "A year of repayments from both core systems.",
      inputs: {
        "core_legacy.csv": rows.slice(0, 4_000),
        "core_modern.csv": rows
          .slice(4_000)
          .map((row) => ({ batch: dice.between(100, 999), ...row })),
      },
      ...loanDraft(dice, all, 500),
    });
  },
};
