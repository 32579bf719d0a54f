import { resolve } from "node:path";
import { commandCaller } from "../adapters/command/caller.ts";
import { recordedRounds, trailFolder } from "../adapters/replayed-trail.ts";
import { searchProposer } from "../adapters/search-worker.ts";
import { Problem } from "../domain/problems.ts";
import type { Proposer } from "../domain/proposing.ts";
import type { Settings } from "../domain/settings.ts";
import { commandProposer } from "../proposers/command.ts";
import { replayProposer } from "../proposers/replay.ts";

export interface Surroundings {
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
}

/** The proposer of this name; without one, an endpoint that is configured, else the search. */
export const openProposer = async (use: string | null, here: Surroundings): Promise<Proposer> => {
  const name = use ?? "search";
  const [kind, ...rest] = name.split(":");
  const what = rest.join(":");
  if (name === "search") return searchProposer();
  if (kind === "command") return command(name, what, here);
  if (kind === "replay")
    return replayProposer(name, recordedRounds(trailFolder(resolve(here.cwd, what))));
  throw Problem.of("bad-proposer", { value: name, finding: "is no proposer" });
};

const command = (name: string, what: string, { root, cwd, settings }: Surroundings): Proposer =>
  commandProposer(
    name,
    commandCaller({
      command: what,
      root,
      cwd,
      timeoutSeconds: settings.proposer.timeoutSeconds.value,
    }),
  );
