import { sha256OfParts } from "../../domain/digest.ts";
import type { Answer, Assignment } from "../../domain/proposing.ts";
import { Plan } from "./plan.ts";

export interface Search {
  /** `told` hears where it is, a few words at a time. */
  propose(assignment: Assignment, told?: (line: string) => void): Answer;
}

/** The built-in proposer: finds programs that explain the visible gold. It remembers one plan. */
export const createSearch = (): Search => {
  let known: { readonly key: string; readonly plan: Plan } | null = null;
  return {
    propose(assignment, told = () => undefined) {
      const key = keyOf(assignment);
      if (known?.key !== key) known = { key, plan: new Plan(assignment, told) };
      const { plan } = known;
      const proposals = plan.propose(assignment).map((proposal) => ({ ...asked, ...proposal }));
      const saturated = proposals.length > 0 ? null : plan.saturation(assignment);
      return { proposals, unanswered: [], saturated, problem: null };
    },
  };
};

/** The same data, the same plan. */
const keyOf = ({ arena, inputs, gold }: Assignment): string =>
  sha256OfParts([
    ["arena", JSON.stringify(arena)],
    ["gold", JSON.stringify(gold)],
    ...inputs.map(({ name, header, rows }) => [name, JSON.stringify([header, rows])] as const),
  ]);

const asked = {
  proposer: "search",
  model: null,
  tokens: { input: 0, output: 0 },
  costUsd: 0,
  proposeMs: 0,
} as const;
