import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../../../src/cells/seeded-random.ts";
import type { TrailEvent } from "../../../src/domain/events.ts";
import {
  importing,
  noBetter,
  rung,
  rungs,
  throwing,
  watched,
} from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab } from "../../support/loop/lab.ts";
import { times } from "../../support/soak.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena().settings({
    trust: { window: 2, promotion: [0, 0, 0] },
    tripwires: { scoreFloor: 0, badStreak: 1000, repeatedFailure: 10, noImprovement: 1000 },
  });
});
afterEach(() => lab.dispose());

const kills = times(25, 6, 4);

/** One round of each kind after the other, and the next rung whenever one may be kept. */
const prepare = (): void => {
  const rounds = lab.events("round").length;
  for (let round = rounds + 1; round <= rounds + 4; round++) lab.script.play(round, turn(round));
};

const turn = (round: number): string => {
  const step = 1 + (Math.floor(round / 6) % rungs.length);
  const turns = [
    rung(step),
    noBetter(`no better in round ${round}`),
    importing(`imports in round ${round}`),
    throwing(`throws in round ${round}`),
    rung(step + 1),
    watched(step + 2, `parks in round ${round}`),
  ];
  return turns[round % turns.length] ?? "";
};

/** The events that a loop told of, one a line. */
const told = (stdout: string): TrailEvent[] =>
  stdout
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith('{"') && !line.startsWith('{"type":"summary"'))
    .map((line) => JSON.parse(line));

/** Whatever waits for a person is approved, and a finished ladder is climbed again. */
const nextStart = (random: () => number): readonly string[] => {
  const [decided, rounds] = [lab.events("review.decided"), lab.events("round")];
  const parked = rounds.findLast(({ decision }) => decision === "pending");
  if (parked?.decision === "pending" && !decided.some(({ review }) => review === parked.review))
    return ["review", "approve", parked.review, "--json"];
  return random() < 0.1 ? ["reset", "--json"] : loopArgs(random() < 0.2);
};

const loopArgs = (fresh: boolean): readonly string[] => [
  "loop",
  ...["--json", "--proposer", lab.script.proposer, "--reviewer", "judge"],
  ...["--max-iterations", "4", ...(fresh ? ["--fresh"] : [])],
];

const timeOf = async (args: readonly string[]): Promise<number> => {
  prepare();
  const start = performance.now();
  await lab.launch(args).answer;
  return performance.now() - start;
};

test(`killed ${kills} times at any moment, a project loses nothing and stays whole`, async () => {
  const random = seededRandom(20_300_102);
  let recorded: TrailEvent[] = [];
  const longestMs = await timeOf(loopArgs(false));
  let killed = 0;
  while (killed < kills) {
    prepare();
    const { child, answer } = lab.launch(nextStart(random));
    await Promise.race([answer, sleep(random() * longestMs)]);
    if (child.kill("SIGKILL")) killed++;
    const { stdout } = await answer;
    const events = lab.events();
    const standing = await standingOf(lab);
    expect(standing.faults).toEqual([]);
    expect(["as recorded", "as before"]).toContain(standing.genome);
    expect(standing.rounds).toEqual(standing.rounds.map((_, at) => at + 1));
    expect(events.slice(0, recorded.length)).toEqual(recorded);
    expect(events.map(({ hash }) => hash)).toEqual(
      expect.arrayContaining(told(stdout).map(({ hash }) => hash)),
    );
    recorded = events;
  }
  prepare();
  const args = nextStart(() => 1);
  await lab.launch(args).answer;
  if (args[0] === "review") await lab.launch(loopArgs(false)).answer;
  expect(await standingOf(lab)).toMatchObject({ faults: [], genome: "as recorded" });
  expect((await standingOf(lab)).tables).not.toBe("others");
  expect((await lab.run("verify")).exit).toBe(0);
  // Of a few kills each may come before a run begins or after it has ended.
  if (kills > 5) expect(lab.events("recovered").map(({ what }) => what)).toContain("run");
});
