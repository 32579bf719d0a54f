import { sha256 } from "../../domain/digest.ts";

/** A worker's answer to one order of a round. */
export interface Answered {
  readonly worker: string;
  readonly genome: string;
}

/**
 * Which answers are run again although nothing hangs on them: a share of all, and at least one of
 * each worker. Among the seeds is one that no worker knows, so that none can tell which it will be.
 */
export const answersToCheck = <Answer extends Answered>(
  answers: readonly Answer[],
  share: number,
  ...seeds: readonly (number | string)[]
): readonly Answer[] => {
  const drawn = answers.map((answer) => ({ answer, lot: lotOf(answer, seeds) }));
  const least = new Map<string, (typeof drawn)[number]>();
  for (const one of drawn) {
    const before = least.get(one.answer.worker);
    if (!before || one.lot < before.lot) least.set(one.answer.worker, one);
  }
  return drawn
    .filter((one) => one.lot < share || (share > 0 && least.get(one.answer.worker) === one))
    .map(({ answer }) => answer);
};

const lotOf = ({ worker, genome }: Answered, seeds: readonly (number | string)[]): number =>
  Number.parseInt(sha256(JSON.stringify([worker, genome, ...seeds])).slice(0, 12), 16) / 2 ** 48;
