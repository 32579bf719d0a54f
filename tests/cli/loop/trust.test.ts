import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import { importing, noBetter, rung, throwing, watched } from "../../support/loop/candidates.ts";
import { Lab } from "../../support/loop/lab.ts";
import { inSoak, thoroughTest } from "../../support/soak.ts";

let lab: Lab;
let server: Server;
let received: { readonly type: string | undefined; readonly body: string }[];
beforeEach(async () => {
  lab = new Lab().arena();
  received = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (data) => {
      body += data;
    });
    request.on("end", () => {
      received.push({ type: request.headers["content-type"], body });
      response.writeHead(request.url === "/broken" ? 500 : 204).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterEach(() => {
  server.close();
  lab.dispose();
});

const url = (path: string): string => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens on a port");
  return `http://127.0.0.1:${address.port}${path}`;
};

const trust = { window: 2, promotion: [0, 0, 0] };
const settings = (notify: object = {}) => ({ trust, notify, tripwires: { scoreFloor: 0 } });

test("earned rounds lift the loop to MONITORED, where it needs no reviewer and tells everybody", async () => {
  const told = lab.project.path("told.jsonl");
  lab.settings(settings({ command: `cat >> ${told}; echo >> ${told}`, url: url("/hook") }));
  lab.script.play(1, rung(1), rung(2), rung(3), noBetter("none"));
  await lab.loop("--max-iterations", "2");
  expect(lab.events("round").map((round) => round.decision === "kept" && round.by)).toEqual([
    "judge",
    "judge",
  ]);
  const next = await lab.loop("--reviewer", "human", "--max-iterations", "2");
  expect(next).toMatchObject({ exit: 0, summary: { kept: 1, trust: { name: "MONITORED" } } });

  const rounds = lab.events("round");
  expect(rounds[2]).toMatchObject({ decision: "kept", by: "trust", trust: { mode: "NOTIFY" } });
  const notifications = received.map(({ body }) => JSON.parse(body));
  expect(notifications).toMatchObject(
    rounds.map((round) => ({
      project: "finance",
      run: round.run,
      round: round.round,
      decision: round.decision,
      genome: round.chosen,
      head: round.hash,
      text: expect.stringMatching(
        new RegExp(
          `^0\\.\\d{3} → [01]\\.\\d{3} finance: round ${round.round} .* Head ${round.hash}$`,
        ),
      ),
    })),
  );
  expect(received.map(({ type }) => type)).toEqual(rounds.map(() => "application/json"));
  const lines = lab.project.read("told.jsonl").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(notifications);
});

thoroughTest(
  "a head digest that was sent elsewhere shows a trail that was rewritten as a whole",
  async () => {
    lab.settings(settings({ url: url("/hook") }));
    lab.script.play(1, rung(1));
    await lab.loop("--max-iterations", "1");
    const { head } = JSON.parse(received[0]?.body ?? "");
    expect((await lab.run("verify", "--head", head)).exit).toBe(0);
    lab.project.delete(".output");
    await lab.loop("--max-iterations", "1");
    expect((await lab.run("verify", "--head", head)).exit).toBe(1);
  },
);

type Failing = [
  string,
  { command: string; timeoutSeconds?: number } | { url: string },
  "command" | "url",
  RegExp,
];
test.each<Failing>([
  [
    "a command that hangs",
    { command: "sleep 60; true", timeoutSeconds: 0.3 },
    "command",
    /timeout/,
  ],
  ["a server that refuses", { url: "/broken" }, "url", /500/],
  ...inSoak<Failing>([
    ["a command that fails", { command: "exit 3" }, "command", /exit code 3/],
    ["a command that is not there", { command: "no-such-program-anywhere" }, "command", /127/],
    ["a server that is not there", { url: "http://127.0.0.1:9/" }, "url", /./],
  ]),
])(
  "%s: the loop goes on, and the failure is said and on record",
  async (_title, notify, channel, says) => {
    const at = "url" in notify && notify.url.startsWith("/") ? { url: url(notify.url) } : {};
    lab.settings(settings({ ...notify, ...at }));
    lab.script.play(1, rung(1), rung(2));
    const { exit, summary, stderr } = await lab.loop("--max-iterations", "2");
    expect({ exit, kept: summary.kept }).toEqual({ exit: 0, kept: 2 });
    expect(stderr).toContain(`notification by ${channel} failed`);
    const failed = { channel, detail: expect.stringMatching(says) };
    expect(lab.last("run.finished")?.notifyFailures).toEqual([
      { round: 1, ...failed },
      { round: 2, ...failed },
    ]);
  },
);

test("what was earned is lost by three failures, and then the judge's word commits nothing more", async () => {
  lab.settings({
    ...settings(),
    tripwires: { scoreFloor: 0, badStreak: 1000, repeatedFailure: 10 },
  });
  lab.script.play(1, rung(1), rung(2), throwing("1"), importing("2"), throwing("3"), rung(3));
  const { exit, summary } = await lab.loop("--max-iterations", "9");
  expect({ exit, level: summary.trust.level, kept: summary.kept }).toEqual({
    exit: 4,
    level: 0,
    kept: 2,
  });
  expect(lab.last("trust.changed")).toMatchObject({ from: 1, to: 0, cause: "bad-streak" });
  expect(lab.last("round")).toMatchObject({ decision: "pending" });
});

test("whatever the level, a candidate outside the envelope waits for a person", async () => {
  lab.settings(settings());
  lab.script.play(1, rung(1), rung(2), rung(3), rung(4), watched(5, "globalThis"));
  const { exit, summary } = await lab.loop("--max-iterations", "9");
  expect({ exit, level: summary.trust.level }).toEqual({ exit: 4, level: 2 });
  expect(lab.last("review.requested")?.reasons).toMatchObject([
    { detail: expect.stringContaining("globalThis") },
  ]);
  expect(sha256(lab.genome)).toBe(sha256(rung(4)));
});

test("--force-review asks for a person's word at any level", async () => {
  lab.settings(settings());
  lab.script.play(1, rung(1), rung(2), rung(3));
  await lab.loop("--max-iterations", "2");
  const answer = await lab.loop("--reviewer", "human", "--force-review");
  expect(answer).toMatchObject({
    exit: 4,
    summary: { forceReview: true, trust: { level: 1 } },
  });
});
