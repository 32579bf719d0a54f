import { createServer } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type * as z from "zod/mini";
import { type Answer, cleanloopHere } from "../support/cli.ts";
import { runEventSchema } from "../support/open-lineage-schema.ts";
import { TestProject } from "../support/project.ts";
import { thoroughTest } from "../support/soak.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const run = (...args: readonly string[]): Promise<Answer> => {
  const input = ["--input", "data/input/finance_invoices.csv", "--out", "clean"];
  return cleanloopHere(["run", ...input, "--columns", "warn", ...args], { cwd: project.root });
};

const valid = (texts: readonly string[]): z.output<typeof runEventSchema>[] =>
  texts.map((text) => runEventSchema.parse(JSON.parse(text)));

const eventsIn = (file: string) => valid(project.read(file).trimEnd().split("\n"));

test("a run that publishes is told as START and COMPLETE, with tables, checks and lineage", async () => {
  expect((await run("--openlineage", "events.jsonl")).exit).toBe(0);
  const [start, complete, ...more] = eventsIn("events.jsonl");
  expect(more).toEqual([]);
  expect(start).toMatchObject({ eventType: "START", run: { runId: complete?.run.runId } });
  expect(complete).toMatchObject({ eventType: "COMPLETE", job: { name: "finance" } });
  const input = { namespace: "file", name: project.path("data/input/finance_invoices.csv") };
  expect(start?.inputs).toEqual([input]);
  const [master] = complete?.outputs ?? [];
  expect(master?.name).toBe(project.path("clean/finance_master.csv"));
  expect(master?.outputFacets.outputStatistics.rowCount).toBe(
    project.read("clean/finance_master.csv").trimEnd().split("\n").length - 1,
  );
  expect(master?.facets.dataQualityAssertions.assertions).toContainEqual({
    assertion: "value_is_numeric",
    success: true,
  });
  expect(master?.facets.columnLineage?.fields.value?.inputFields).toEqual([
    { ...input, field: "amount" },
    { ...input, field: "currency" },
  ]);
});

test("a run that publishes nothing is told as FAIL, with the reason", async () => {
  expect((await run("--max-failed", "0", "--openlineage", "events.jsonl")).exit).toBe(1);
  expect(eventsIn("events.jsonl").at(-1)).toMatchObject({
    eventType: "FAIL",
    run: { facets: { errorMessage: { message: expect.stringContaining("few_failures") } } },
  });
});

test("so is one that ends with a mistake of the user", async () => {
  const { exit } = await run("--input", "nowhere.csv", "--openlineage", "events.jsonl");
  expect(exit).toBe(2);
  const [, end] = eventsIn("events.jsonl");
  expect(end?.run.facets?.errorMessage?.message).toContain("nowhere.csv");
});

test("a server gets the events; one that refuses them is a warning that shows no token", async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data) => {
      body += data;
    });
    request.on("end", () => {
      if (request.url?.startsWith("/good")) bodies.push(body);
      response.writeHead(request.url?.startsWith("/good") ? 201 : 403).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("it listens on a port");
    const at = `http://127.0.0.1:${address.port}`;
    expect((await run("--openlineage", `${at}/good`)).exit).toBe(0);
    expect(valid(bodies).map(({ eventType }) => eventType)).toEqual(["START", "COMPLETE"]);
    const refused = await run("--openlineage", `${at}/bad?key=s3cret`);
    expect(refused.exit).toBe(0);
    expect(refused.stderr).toContain(`the lineage event did not reach ${at}: the server answered`);
    expect(refused.stderr).not.toContain("s3cret");
  } finally {
    server.close();
  }
});

thoroughTest("a file that cannot be written is a warning, said once", async () => {
  const { exit, stderr } = await run("--openlineage", "no/such/folder/events.jsonl");
  expect(exit).toBe(0);
  expect(stderr.match(/the lineage event did not reach/g)).toHaveLength(1);
});
