import { resolve } from "node:path";
import { openCommandClient } from "../adapters/command/command-client.ts";
import { endpointConfig, endpointConfigured, endpointModel } from "../adapters/endpoint/index.ts";
import { kitReference } from "../adapters/kit-reference.ts";
import { recordedRounds } from "../adapters/replayed-trail.ts";
import { searchProposer } from "../adapters/search-worker.ts";
import type { Model } from "../domain/model.ts";
import { Problem } from "../domain/problems.ts";
import type { Proposer } from "../domain/proposing.ts";
import { type Settings, valuesOf } from "../domain/settings.ts";
import { commandProposer } from "../proposers/command.ts";
import { openaiProposer } from "../proposers/openai/index.ts";
import { replayProposer } from "../proposers/replay.ts";

export interface Surroundings {
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
}

/** The proposer of this name; without one, an endpoint that is configured, else the search. */
export const openProposer = async (use: string | null, here: Surroundings): Promise<Proposer> => {
  const name = use ?? (endpointConfigured(here.env, here.root) ? "openai" : "search");
  const [kind, ...rest] = name.split(":");
  const what = rest.join(":");
  if (name === "search") return searchProposer();
  if (name === "openai") return openaiProposer(modelFor(here), kitReference());
  if (kind === "command") return command(name, what, here);
  if (kind === "replay") return replayProposer(name, await recordedRounds(resolve(here.cwd, what)));
  throw Problem.of("bad-proposer", { value: name, finding: "is no proposer" });
};

const modelFor = ({ env, root, settings }: Surroundings): Model =>
  endpointModel(endpointConfig(env, root), {
    rules: valuesOf(settings.endpoint),
    budgetUsd: settings.budgets.usd.value,
  });

const command = async (
  name: string,
  what: string,
  { root, cwd, env, settings }: Surroundings,
): Promise<Proposer> =>
  commandProposer(
    name,
    await openCommandClient({
      command: what,
      root,
      cwd,
      env,
      timeoutSeconds: settings.proposer.timeoutSeconds.value,
    }),
  );
