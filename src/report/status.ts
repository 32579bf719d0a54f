import type { InputStatus, StatusResult } from "../core/status.ts";
import { ruleOf } from "../domain/feed-reading.ts";
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
  ...(status.running === null ? [] : [`${style.strong("Running")} ${runningText(status.running)}`]),
  ...(status.pending.length === 0
    ? []
    : [`${style.strong("Waiting")} ${status.pending.join(", ")}: cleanloop review list`]),
  ...(status.stopped === null
    ? []
    : [style.bad(`The kill switch has been set since ${status.stopped}: cleanloop stop --clear`)]),
  ...titled(style.strong("Inputs"), inputLines(status, style)),
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

/** Feeds that are read in the same way stand together, above what that was told from. */
const inputLines = ({ inputs }: StatusResult, style: Style): string[] => {
  const names = aligned(
    inputs.map(({ name, rows, account }) => [safe(name), count(rows, "row"), style.faint(account)]),
  );
  const groups = new Map<string, number[]>();
  inputs.forEach(({ reading }, at) => {
    const key = JSON.stringify(ruleOf(reading));
    groups.set(key, [...(groups.get(key) ?? []), at]);
  });
  return [...groups.values()].flatMap((group) => [
    ...group.flatMap((at) => [names[at] ?? "", ...refusedLines(inputs[at])]),
    ...aligned(readingRows(inputs[group[0] ?? 0], style), "    "),
  ]);
};

const refusedLines = (input: InputStatus | undefined): string[] => {
  const { refused = [], refusedRows = 0 } = input ?? {};
  const shown = refused.slice(0, 10);
  const more = refusedRows - shown.length;
  return [
    ...shown.map(({ place, reason }) => `    refused: ${safe(place)}: ${safe(reason)}`),
    ...(more > 0 ? [`    refused: ${count(more, "more row")}`] : []),
  ];
};

const readingRows = (input: InputStatus | undefined, style: Style): string[][] => {
  if (input === undefined) return [];
  const { format, gzip, ...told } = input.reading;
  const kind = gzip ? `${format.value}, gzip` : format.value;
  return [
    ["format", kind, style.faint(format.from)],
    ...Object.entries(told).flatMap(([what, one]) => {
      if (one === null) return [];
      if ("value" in one) return [[what, valueText(one.value), style.faint(safe(one.from))]];
      const [first, second] = one.either;
      return [[what, "either", style.faint(safe(`${first.means}, or ${second.means}`))]];
    }),
  ];
};

const valueText = (value: string | number | null): string =>
  value === null ? "not told" : safe(JSON.stringify(value));

const runningText = ({
  command,
  pid,
  since,
  round,
}: NonNullable<StatusResult["running"]>): string =>
  `${safe(command)}, process ${pid}, since ${safe(since)}${round === null ? "" : `, in round ${round}`}`;

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
