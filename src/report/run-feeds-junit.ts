import type { RunFeedsResult } from "../core/run/run-feeds.ts";
import { junitXml } from "./junit.ts";

/** A test case for each check of a run on new data; what was not published has its reason. */
export const runFeedsJunit = ({ status, checks, failure }: RunFeedsResult): string =>
  junitXml([
    {
      name: "cleanloop.run",
      cases: [
        ...checks.map(
          ({ name, passed, detail }) =>
            ({ name, result: passed ? "passed" : "failed", detail, shown: [] }) as const,
        ),
        {
          name: "published",
          result: status === "refused" ? "error" : "passed",
          detail: failure ?? "",
          shown: [],
        },
      ],
    },
  ]);
