import type { ResetResult } from "../core/reset.ts";
import { count, short } from "./layout.ts";
import { originText } from "./run.ts";
import type { Style } from "./style.ts";

export const resetText = (result: ResetResult, style: Style): string[] => {
  const { changed, dryRun, restored, savedAs, preserved, to } = result;
  const would = dryRun ? "would be " : "";
  return [
    ...(changed
      ? restored.map(
          (path) =>
            `${style.good(`${would}restored`)}   ${path}  (from ${to.path}, ${originText[to.origin]})`,
        )
      : [`${style.good("unchanged")}  genome/clean_data.ts already is ${alreadyIs(result)}`]),
    ...(savedAs ? [`${style.good(`${would}saved`)}      ${savedAs}  (the genome until now)`] : []),
    ...preserved.map((path) => `${style.faint("preserved")}  ${path}`),
    ...(dryRun
      ? ["", `Dry run: nothing was changed; ${count(preserved.length, "file")} would stay.`]
      : []),
  ];
};

const alreadyIs = ({ to }: ResetResult): string =>
  to.origin === "starter" ? "the starter" : `${short(to.sha)}, ${originText[to.origin]}`;
