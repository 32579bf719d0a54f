import { type Sha, sha256 } from "../../domain/digest.ts";
import type { Ports, Workspace } from "../../domain/ports/ports.ts";
import type { Interrupted, TrailFindings } from "../../domain/ports/trail.ts";
import { Problem } from "../../domain/problems.ts";
import { faultText, genesis } from "../../policy/chain.ts";
import { type SealDifference, sealDifferences } from "../../policy/seals.ts";
import { sealsNow } from "../seals.ts";

import { asFarAsReadable, fault, fine, nothingRecorded, type VerifyCheck } from "./evidence.ts";

export const sealsCheck: VerifyCheck = {
  name: "seals",
  look: async (looked) => {
    const { evidence, workspace } = looked;
    const present = await sealsNow(workspace);
    if (!evidence.seals) return fine(nothingRecorded(looked));
    const changed = sealDifferences(evidence.seals, present);
    if (changed.length === 0)
      return fine(
        "judge, arena, gold, held-out choice and starter are as recorded",
        ...asFarAsReadable(looked),
      );
    return fault(
      ...changed.map(changeText),
      "put back what was changed, or accept it with cleanloop loop --accept-changes",
      ...asFarAsReadable(looked),
    );
  },
};

const sealed: Record<SealDifference["seal"], string> = {
  judge: "the judge's build",
  arena: "data/arena.json",
  gold: "the gold",
  holdout: "the choice of held-out rows",
  starter: "genome/clean_data_starter.ts",
};

const changeText = ({ seal, recorded, present }: SealDifference): string =>
  `${sealed[seal]} changed: ${short(recorded)} was recorded, ${short(present)} is there`;

const short = (sha: Sha): string => sha.slice(0, 12);

export const genomeCheck: VerifyCheck = {
  name: "genome",
  look: (looked) => {
    const { evidence, workspace } = looked;
    const content = workspace.ports.genomes.current();
    if (content === undefined)
      return fault("genome/clean_data.ts is gone; cleanloop reset puts the starter in its place");
    const sha = sha256(content);
    const { inForce } = evidence;
    if (!inForce) return fine(`${short(sha)}; ${nothingRecorded(looked)}`);
    if (sha === inForce.sha) return fine(`${short(sha)}, as the trail put it in force`);
    return fine(
      sha === inForce.from
        ? `${short(sha)}, the one before ${short(inForce.sha)}: a command was ended before it could replace it, or a person put it back`
        : `${short(sha)}, edited by a person since ${short(inForce.sha)}; the next loop adopts it`,
      ...asFarAsReadable(looked),
    );
  },
};

const mostNamed = 5;

export const keptGenomesCheck: VerifyCheck = {
  name: "kept genomes",
  look: ({ evidence, workspace }) => {
    const { genomes } = workspace.ports;
    const there = genomes.everKept();
    const kept = new Set(there);
    const faults = [
      ...[...evidence.texts]
        .filter((sha) => !kept.has(sha))
        .map((sha) => `.output/genomes/${sha}.ts is gone`),
      ...there.flatMap((sha) => damageOf(genomes, sha)),
    ];
    if (faults.length === 0) return fine(soundText(there.length));
    const more = faults.length - mostNamed;
    return fault(...faults.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : []));
  },
};

const soundText = (texts: number): string => {
  if (texts === 0) return "nothing kept yet";
  return texts === 1
    ? "1 text, the one that it is named after"
    : `${texts} texts, each the one that it is named after`;
};

const damageOf = (genomes: Ports["genomes"], sha: Sha): string[] => {
  try {
    genomes.kept(sha);
    return [];
  } catch (error) {
    if (error instanceof Problem) return [error.message];
    throw error;
  }
};

export const trailCheck: VerifyCheck = {
  name: "trail",
  look: ({ trail }) => {
    if (trail.faults.length > 0) return fault(...trail.faults);
    if (trail.head.seq === 0 && trail.interrupted.length === 0) return fine("nothing recorded yet");
    return fine(
      `an unbroken chain up to line ${trail.head.seq}`,
      ...trail.interrupted.map(interruptedText),
    );
  },
};

const interruptedText = ({ what, line }: Interrupted): string =>
  `${what === "torn-line" ? `line ${line} is torn` : `line ${line} is not in head.json yet`}: its writer was ended or is still at it; the next start repairs that`;

export const headCheck: VerifyCheck = {
  name: "head",
  look: ({ trail, head: digest }) => {
    const { seq, hash } = trail.head;
    if (digest === undefined)
      return fine(
        seq === 0 ? "nothing recorded yet" : `${hash}; keep it elsewhere, for verify --head`,
      );
    return trail.digestLine === null
      ? fault(faultText({ kind: "digest-absent", digest }))
      : fine(`the digest given is that of line ${trail.digestLine} of ${seq}`);
  },
};

/** A trail that cannot be read at all is a fault like any other. */
export const trailFindings = async (
  { ports }: Workspace,
  digest: string | undefined,
): Promise<TrailFindings> => {
  try {
    return await ports.trail.verify(digest);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { head: genesis, faults: [error.message], interrupted: [], digestLine: null };
  }
};
