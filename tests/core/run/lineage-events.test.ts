import { expect, test } from "vitest";
import { endEvent } from "../../../src/core/run/lineage-events.ts";
import { runEventSchema } from "../../support/open-lineage-schema.ts";

const run = { runId: "7f3b6a52-90d1-4c52-8d6f-0b9d8a4ad9f1", job: "orders", version: "1.0.0" };
const columns = ["constructor", "__proto__", "total"];

test("columns that have names of the language's own are columns like all others", () => {
  const event = endEvent(run, new Date(0), {
    inputs: [
      { path: "/a.csv", columns },
      { path: "/b.csv", columns: ["total"] },
    ],
    tables: [
      {
        table: {
          name: "master",
          file: "orders.csv",
          columns: columns.map((name) => ({ name, type: "text" })),
          required: [],
        },
        path: "/out/orders.csv",
        rows: 2,
      },
    ],
    checks: [],
    columnsRead: { master: { total: ["total", "constructor"] } },
    failure: null,
  });
  const [output] = runEventSchema.parse(JSON.parse(JSON.stringify(event))).outputs;
  expect(output?.facets.columnLineage?.fields).toEqual({
    total: {
      inputFields: [
        { namespace: "file", name: "/a.csv", field: "total" },
        { namespace: "file", name: "/b.csv", field: "total" },
        { namespace: "file", name: "/a.csv", field: "constructor" },
      ],
    },
  });
});
