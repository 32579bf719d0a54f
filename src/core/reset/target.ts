import { type Sha, sha256 } from "../../domain/digest.ts";
import type { Origin } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { originOfText } from "../genome.ts";

/** What a reset puts in force. */
export interface ResetTarget {
  readonly content: Uint8Array;
  readonly sha: Sha;
  readonly origin: Origin;
  /** The round that was asked for, else null. */
  readonly round: number | null;
  /** Where the text is taken from, from the project's root. */
  readonly path: string;
}

/** The starter, or what the operator asks for: a digest, its beginning, or a round's number. */
export const targetOf = async (workspace: Workspace, asked?: string): Promise<ResetTarget> => {
  if (asked === undefined) return starterOf(workspace);
  const meant = await meantBy(workspace, asked);
  const content = workspace.ports.genomes.kept(meant.sha);
  const origin = await originOfText(workspace, content);
  return { ...meant, content, origin, path: `.output/genomes/${meant.sha}.ts` };
};

const starterOf = ({ ports }: Workspace): ResetTarget => {
  const content = ports.genomes.starter();
  const path = "genome/clean_data_starter.ts";
  return { content, sha: sha256(content), origin: "starter", round: null, path };
};

type Meant = Pick<ResetTarget, "sha" | "round">;

const leastDigits = 6;

const meantBy = async (workspace: Workspace, asked: string): Promise<Meant> => {
  const byDigest = digestsMeant(workspace, asked).map((sha) => ({ sha, round: null }));
  const byRound = /^\d{1,15}$/.test(asked) ? await afterRound(workspace, Number(asked)) : [];
  const [meant, ...others] = [...byRound, ...byDigest];
  if (!meant) throw Problem.of("unknown-genome", { asked });
  if (others.length === 0) return meant;
  const named = [
    ...byRound.map(({ round }) => `round ${round}`),
    ...byDigest.map(({ sha }) => sha),
  ];
  throw Problem.of("ambiguous-genome", { asked, meant: named.slice(0, 5) });
};

const digestsMeant = ({ ports }: Workspace, asked: string): Sha[] =>
  asked.length < leastDigits
    ? []
    : ports.genomes.everKept().filter((sha) => sha.startsWith(asked.toLowerCase()));

/** The genome in force after a round: what it kept, or what was approved of it, else its parent. */
const afterRound = async ({ ports }: Workspace, round: number): Promise<Meant[]> => {
  let sha: Sha | undefined;
  for await (const event of ports.trail.events())
    if (event.type === "round" && event.round === round)
      sha = event.decision === "kept" ? event.chosen : event.parent;
    else if (event.type === "review.decided" && event.round === round)
      sha = event.decision === "approved" ? event.sha : sha;
  return sha === undefined ? [] : [{ sha, round }];
};
