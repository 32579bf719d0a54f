import { decidedValue } from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";
import type { UnpackAnswer, UnpackJob } from "./apart.ts";
import { copyParquet } from "./parquet-rows.ts";
import { PlainCsv } from "./plain-csv.ts";
import { copyWorkbook, lookAtWorkbook } from "./workbook-rows.ts";

export const unpack = async (job: UnpackJob): Promise<UnpackAnswer> => {
  try {
    if (job.what === "sheets") return { ok: true, sheets: await lookAtWorkbook(job.path) };
    const { path, reading, target } = job;
    const to = new PlainCsv(path, target);
    const account =
      reading.format.value === "parquet"
        ? await copyParquet(path, to)
        : await copyWorkbook(
            path,
            {
              sheet: decidedValue(reading.sheet) ?? "",
              header: decidedValue(reading.header) ?? 1,
            },
            to,
          );
    to.close();
    return { ok: true, count: { ...to.count(), account } };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const says = error.message.replace(`${job.path} `, "");
    return { ok: false, says, hint: error.hint };
  }
};
