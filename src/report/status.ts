import type { StatusResult } from "../core/status.ts";
import { flatSettings } from "../domain/settings.ts";
import { visible } from "../domain/visible.ts";
import { aligned, count, short, titled } from "./layout.ts";
import { genomeLine } from "./run.ts";
import type { Style } from "./style.ts";

/** Names come from files that anyone may have written. */
const safe = (text: string): string => visible(text, 300);

export const statusText = (status: StatusResult, style: Style): string[] => [
  `${style.strong("Project")} ${safe(status.arena.name)}  ${style.faint(safe(status.root))}`,
  ...(status.arena.goal === "" ? [] : [`${style.strong("Goal")}    ${safe(status.arena.goal)}`]),
  genomeLine(status.genome, style),
  `${style.strong("Model")}   ${modelText(status)}`,
  `${style.strong("Trust")}   ${status.trust.name} (${status.trust.mode})`,
  ...(status.pending.length === 0
    ? []
    : [`${style.strong("Waiting")} ${status.pending.join(", ")}: cleanloop review list`]),
  ...(status.stopped === null
    ? []
    : [style.bad(`The kill switch has been set since ${status.stopped}: cleanloop stop --clear`)]),
  ...titled(
    style.strong("Inputs"),
    aligned(status.inputs.map(({ name, rows }) => [safe(name), count(rows, "row")])),
  ),
  ...titled(
    style.strong("Challenge files are active"),
    status.challenges.map((file) => `  ${safe(file)}`),
  ),
  ...titled(
    style.strong("Settings"),
    aligned(
      Object.entries(flatSettings(status.settings)).map(([name, { value, source }]) => [
        name,
        style.faint(source),
        settingText(value),
      ]),
    ),
  ),
  ...titled(
    style.strong("Seals"),
    aligned(Object.entries(status.seals).map(([seal, digest]) => [seal, short(digest)])),
  ),
  "",
  `${style.strong("Trail")}   ${trailText(status)}`,
];

const modelText = ({ proposer: { name, model } }: StatusResult): string =>
  model === null ? `none; ${safe(name)} proposes` : `${safe(model)}, asked by ${safe(name)}`;

const settingText = (value: unknown): string =>
  safe(typeof value === "string" ? value : JSON.stringify(value));

const trailText = ({ trailHead }: StatusResult): string =>
  trailHead ? `${count(trailHead.seq, "event")}, head ${trailHead.hash}` : "nothing recorded yet";

export const statusJson = ({ genome, genomePath, ...status }: StatusResult) => ({
  ...status,
  settings: flatSettings(status.settings),
  genome: { path: genomePath, sha: genome.sha, origin: genome.origin },
});
