import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../../src/domain/digest.ts";
import { repairs, type Script, says, status, testKey } from "../../../support/endpoint.ts";
import { needs, withoutNamespaces } from "../../../support/machine.ts";
import { expectCounted, ModelLab, perfect } from "../../../support/model-lab.ts";

let lab: ModelLab;
beforeEach(async () => {
  const vetoes = ["deterministic", "order-free", "conserves-rows"];
  lab = await ModelLab.open([repairs(perfect, "read what was approved")], vetoes);
});
afterEach(() => lab.dispose());

const keysSent = () => [
  ...new Set(
    lab.endpoint.asked.map(({ headers }) => headers.authorization?.slice("Bearer ".length)),
  ),
];

describe("a model that answers well", () => {
  test("repairs the project, and the round says who proposed what at which price", async () => {
    const looped = await lab.loop();
    expect(looped).toMatchObject({ exit: 0, stderr: "" });
    expect(looped.summary).toMatchObject({
      type: "summary",
      stopReason: "perfect",
      rounds: 1,
      kept: 1,
      fitnessAfter: 1,
      holdoutFitness: 1,
    });
    expect(lab.genome).toBe(perfect);
    const [round] = lab.rounds;
    expect(round?.candidates).toMatchObject([
      {
        sha: sha256(perfect),
        origin: "model",
        proposer: "openai",
        model: "test-model",
        hypothesis: "read what was approved",
      },
    ]);
    const { tokens, costUsd } = round?.candidates[0] ?? {};
    const { input = 0, output = 0 } = tokens ?? {};
    const sent = JSON.stringify(lab.endpoint.asked[0]?.body.messages).length;
    expect(input).toBe(Math.ceil(sent / 4));
    expect(output).toBeGreaterThan(perfect.length / 5);
    expect(costUsd).toBeCloseTo((input * 1 + output * 2) / 1_000_000, 12);
    expectCounted(looped, lab.rounds);
    await lab.expectWhole();
  });

  test("is named by status, and verify says whether its endpoint takes the key", async () => {
    const { stdout } = await lab.run(["status", "--json"]);
    expect(JSON.parse(stdout).proposer).toEqual({ name: "openai", model: "test-model" });
    const verify = async (env: Record<string, string>) => {
      const { exit, stdout } = await lab.run(["verify", "--json"], { env });
      const { checks } = JSON.parse(stdout);
      return { exit, check: checks.find(({ name }: { name: string }) => name === "endpoint") };
    };
    lab.endpoint.follows(({ headers }) =>
      headers.authorization === `Bearer ${testKey}` ? says("Yes") : status(401, "unknown key"),
    );
    expect(await verify(lab.endpoint.env)).toMatchObject({ exit: 0, check: { ok: true } });
    const wrong = { ...lab.endpoint.env, LLM_API_KEY: "sk-another-one-entirely" };
    expect(await verify(wrong)).toMatchObject({
      exit: 1,
      check: { ok: false, detail: expect.stringMatching(/401: unknown key .*LLM_API_KEY/) },
    });
  });
});

test("a server that knows no schema is asked as it can answer, and asked so from then on", async () => {
  const inProse = says(`Hypothesis: read it\n\`\`\`ts\n${perfect}\`\`\`\nI hope that helps.`);
  lab.endpoint.follows(({ body }, at) => {
    if (body.response_format) return status(400, "response_format is not supported");
    return at < 3 ? says("The dates look odd.") : inProse;
  });
  const looped = await lab.loop();
  expect(looped.summary).toMatchObject({ stopReason: "perfect", rounds: 2, kept: 1 });
  const formats = lab.endpoint.asked.map(({ body }) => body.response_format?.type ?? "text");
  expect(formats).toEqual(["json_schema", "json_object", "text", "text"]);
  expectCounted(looped, lab.rounds);
});

describe("with --rerank --candidates 4", () => {
  const partly = perfect.replace("?? adjusted ?? resolved", "?? adjusted");
  const byTemperature = (): Script => {
    const answers = [
      partly,
      `${lab.starter}\n// as it was\n`,
      "export const clean = 1 +;",
      perfect,
    ];
    return ({ body }) => repairs(answers[Math.floor((body.temperature ?? 0) * 4 - 0.5)] ?? "");
  };

  test("four temperatures are tried, the best answer is kept, and the others are on record", async () => {
    lab.endpoint.follows(byTemperature());
    const looped = await lab.loop("--rerank", "--candidates", "4");
    expect(looped.summary).toMatchObject({ stopReason: "perfect", rounds: 1, kept: 1 });
    const warmth = lab.endpoint.asked.map(({ body }) => body.temperature).sort();
    expect(new Set(warmth).size).toBe(4);
    const [round] = lab.rounds;
    expect(round).toMatchObject({ decision: "kept", chosen: sha256(perfect), unanswered: [] });
    expect(round?.candidates.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "rejected", "ok"]);
    for (const { sha } of round?.candidates ?? [])
      expect(sha256(lab.project.read(`.output/genomes/${sha}.ts`))).toBe(sha);
    expectCounted(looped, lab.rounds);
    await lab.expectWhole();
  });

  test("what brought no answer is counted beside what did", async () => {
    lab.endpoint.follows((_, at) => (at === 1 ? repairs(perfect) : says("I would not know.")));
    const looped = await lab.loop("--rerank", "--candidates", "4");
    expect(looped.summary).toMatchObject({ stopReason: "perfect", rounds: 1 });
    expect(lab.rounds[0]?.candidates).toHaveLength(1);
    expect(lab.rounds[0]?.unanswered).toHaveLength(3);
    expectCounted(looped, lab.rounds);
  });
});

describe("what describes the endpoint", () => {
  const lines = (given: Record<string, string>): string =>
    Object.entries(given)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join("");

  test("may stand in .env in the project, and the environment goes before it", async () => {
    lab.project.write(".env", lines(lab.endpoint.env));
    lab.endpoint.follows([says("Nothing comes to mind.")]);
    const once = ["--max-iterations", "1"];
    const { summary } = await lab.loopWith({ env: {} }, ...once);
    expect(summary).toMatchObject({ stopReason: "max-iterations", rounds: 1 });
    expect(keysSent()).toEqual([testKey]);
    await lab.loopWith({ env: { LLM_API_KEY: "sk-of-the-environment" } }, ...once);
    expect(keysSent()).toEqual([testKey, "sk-of-the-environment"]);
    await lab.expectWhole();
  });
});

describe("where no namespaces are to be had", () => {
  beforeEach(needs("namespaces"));
  const through = withoutNamespaces("user");

  test("nothing is asked of the endpoint, since no answer could be run", async () => {
    const { exit, stderr } = await lab.loopWith({ env: lab.endpoint.env, through });
    expect(exit).toBe(5);
    expect(stderr).toMatch(/texts of openai/);
    expect(stderr).toContain("hint: ");
    expect(lab.endpoint.asked).toEqual([]);
    expect((await lab.loop()).summary).toMatchObject({ stopReason: "perfect" });
    await lab.expectWhole();
  });

  test("the operator may say otherwise, and trust counts for less", async () => {
    const call = { env: lab.endpoint.env, through };
    const { exit, summary } = await lab.loopWith(call, "--isolation", "process");
    expect({ exit, stopReason: summary.stopReason }).toEqual({ exit: 0, stopReason: "perfect" });
    expect(lab.rounds).toMatchObject([
      { containment: { backend: "process" }, trust: { caps: [{ code: "weak-isolation" }] } },
    ]);
    const again = await lab.loopWith(call);
    expect(again.exit).toBe(5);
    expect(lab.endpoint.asked).toHaveLength(1);
  });
});

test("hostile answers are contained, and three of them end the loop at SUPERVISED", async () => {
  lab.settings({}, { limits: { timeoutSeconds: 5 } });
  const genome = (body: string) => `export const clean = async () => {\n  ${body}\n};\n`;
  lab.endpoint.follows([
    repairs(`import { readFileSync } from "node:fs";\n${genome('readFileSync("data/gold")')}`),
    repairs(genome("for (;;);")),
    repairs(genome('process.kill(process.ppid, "SIGKILL")')),
  ]);
  const looped = await lab.loop();
  expect(looped.exit).toBe(3);
  expect(looped.summary).toMatchObject({ stopReason: "tripwire", tripwire: "bad-streak", kept: 0 });
  expect(lab.rounds).toMatchObject([
    { decision: "rejected", reason: { code: "import" } },
    { decision: "reverted", candidates: [{ outcome: "timeout", origin: "model" }] },
    { decision: "reverted", candidates: [{ outcome: "crash", violation: false }] },
  ]);
  expect(lab.genome).toBe(lab.starter);
  expectCounted(looped, lab.rounds);
});
