import { sha256, sha256OfParts } from "../../domain/digest.ts";
import type { Answer, Assignment, Proposal } from "../../domain/proposing.ts";
import { Planned } from "./plan/planned.ts";

export interface Search {
  propose(assignment: Assignment): Answer;
}

/** The built-in proposer: finds programs that explain the visible gold. It remembers one plan. */
export const createSearch = (): Search => {
  let known: { readonly key: string; readonly planned: Planned } | null = null;
  return {
    propose(assignment) {
      const key = keyOf(assignment);
      if (known?.key !== key) known = { key, planned: new Planned(assignment) };
      return answer(assignment, known.planned);
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

const answer = (assignment: Assignment, planned: Planned): Answer => {
  const { genome, attempts, candidates } = assignment;
  const tried = new Set(
    attempts.filter(({ parent }) => parent === genome.sha).map(({ sha }) => sha),
  );
  const proposals: Proposal[] = [];
  for (const { text, hypothesis } of planned.after(assignment)) {
    const sha = sha256(text);
    if (tried.has(sha) || sha === genome.sha) continue;
    tried.add(sha);
    proposals.push({
      ...asked,
      text,
      hypothesis,
      rules: [hypothesis],
      predictedFitness: null,
      origin: "search",
    });
    if (proposals.length >= candidates) break;
  }
  const saturated =
    proposals.length > 0 ? null : { reason: planned.unexplained(), unexplained: [] };
  return { proposals, unanswered: [], saturated, problem: null };
};

const asked = {
  proposer: "search",
  model: null,
  tokens: { input: 0, output: 0 },
  costUsd: 0,
  proposeMs: 0,
} as const;
