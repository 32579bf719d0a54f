import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor } from "./dice.ts";
import { inputRow, loanDraft, repayments } from "./loans.ts";

const name = "few-known-loans";

export const few: ArenaKind = {
  name,
  solvable: true,
  about: "the right answer is known of 20 rows among 160, half of them unseen",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const all = repayments(dice, 160);
    return arenaOf({
      name,
      goal: "Repayments with readable days and amounts.",
      inputs: { "repayments.csv": all.map((one) => inputRow(dice, one)) },
      ...loanDraft(dice, all, 20),
    });
  },
};
