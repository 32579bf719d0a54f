import type { ResetResult } from "../core/reset.ts";
import { count } from "./layout.ts";
import type { Style } from "./style.ts";

export const resetText = (result: ResetResult, style: Style): string[] => {
  const { changed, dryRun, restored, savedAs, preserved } = result;
  const would = dryRun ? "would be " : "";
  return [
    ...(changed
      ? restored.map(
          (path) =>
            `${style.good(`${would}restored`)}   ${path}  (from genome/clean_data_starter.ts)`,
        )
      : [`${style.good("unchanged")}  genome/clean_data.ts already is the starter`]),
    ...(savedAs ? [`${style.good(`${would}saved`)}      ${savedAs}  (the genome until now)`] : []),
    ...preserved.map((path) => `${style.faint("preserved")}  ${path}`),
    ...(dryRun
      ? ["", `Dry run: nothing was changed; ${count(preserved.length, "file")} would stay.`]
      : []),
  ];
};
