import type { Evaluators } from "../../domain/ports/evaluators.ts";
import type { WorkerLink } from "../../domain/ports/worker.ts";
import { Problem } from "../../domain/problems.ts";
import { isQueueUrl } from "../../domain/settings.ts";
import { digestOfContents } from "../../policy/seals.ts";
import { buildFolder, builtPrograms } from "../package-folder.ts";
import { contentsOf } from "../project-files.ts";
import { QueueEvaluators, type QueueOptions } from "./queue-evaluators.ts";
import { type LinkOptions, openWorkerLink } from "./worker-link.ts";

/** Loop and workers must be the same program: else what they run is not the same run. */
export const ownBuild = () => digestOfContents(contentsOf(builtPrograms(), buildFolder()));

export const openEvaluators = ({
  card,
  ...options
}: Omit<QueueOptions, "card"> & {
  readonly card: Omit<QueueOptions["card"], "build">;
}): Promise<Evaluators> =>
  QueueEvaluators.open({ ...options, card: { ...card, build: ownBuild() } });

export const openLink = (
  options: Omit<LinkOptions, "build">,
  source: string,
): Promise<WorkerLink> => {
  if (!isQueueUrl(options.url)) throw Problem.of("bad-queue", { source });
  return openWorkerLink({ ...options, build: ownBuild() });
};
