import type { Interrupted, TrailFindings } from "../../domain/ports/trail.ts";
import type { Workspace } from "../../domain/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { faultText, genesis } from "../../policy/chain.ts";
import { type Check, fault, fine } from "./finding.ts";

export const trail: Check = {
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

export const head: Check = {
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
