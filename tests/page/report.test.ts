import { statSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Looks, openBrowser, openPage, type Seen, violationsIn } from "../support/browser.ts";
import { cleanloopHere } from "../support/cli.ts";
import { layOutHistory, type Script } from "../support/histories.ts";
import { History } from "../support/history.ts";
import { needs } from "../support/machine.ts";
import { TestProject } from "../support/project.ts";
import { inThorough, thoroughly } from "../support/soak.ts";

beforeEach(needs("chromium"));

let browser: Browser | undefined;
const projects: TestProject[] = [];
afterAll(async () => {
  await browser?.close();
  for (const project of projects) project.dispose();
});

const written = async (script: Script | null): Promise<string> => {
  const project = new TestProject();
  projects.push(project);
  if (script) layOutHistory(project.root, script);
  const { exit, stderr } = await cleanloopHere(["observe", "--html", "../report.html"], {
    cwd: project.path("data"),
  });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  return project.path("report.html");
};

const shown = async (file: string, looks: Looks = {}): Promise<Seen> => {
  browser ??= await openBrowser();
  return openPage(browser, `file://${file}`, looks);
};

const clean = (file: string, { complaints, requests }: Seen): void =>
  expect({ complaints, requests }).toEqual({ complaints: [], requests: [`file://${file}`] });

const richScript: Script = { rounds: 30, eventful: true };

describe("a report of many rounds", () => {
  let rich: string;
  beforeAll(async () => {
    rich = await written(richScript);
  });

  test("shows a mark for each round, and asks for nothing outside of itself", async () => {
    const seen = await shown(rich);
    const { page } = seen;
    expect(await page.locator(".hero .mark").count()).toBe(30);
    expect(await page.locator(".hero .stair").getAttribute("d")).toMatch(/^M[\d.]+ [\d.]+H/);
    expect(await page.locator(".hero .happening").count()).toBe(1);
    expect(await page.locator("h1").textContent()).toBe("finance");
    expect(await page.locator(".checks tbody tr").count()).toBe(14);
    clean(rich, seen);
    await page.close();
  });

  test("finds a round by the words that its filter is given, and sorts by what one chooses", async () => {
    const { page } = await shown(rich);
    const rows = page.locator(".rounds tbody:not(.gap) tr");
    await page.getByLabel("Filter").fill("rule 17,");
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.first().textContent()).toContain("rule 17");
    await page.getByLabel("Filter").fill("");
    await page.getByLabel("Decision", { exact: true }).selectOption("kept");
    expect(new Set(await rows.evaluateAll((all) => all.map((row) => row.className)))).toEqual(
      new Set(["kept"]),
    );
    await page.getByRole("button", { name: "Fitness" }).click();
    const fitness = await page.locator(".rounds tbody td.fitness").allTextContents();
    expect(fitness).toEqual([...fitness].sort().reverse());
    await page.close();
  });

  test("opens a round's change by keyboard alone, and goes back", async () => {
    const { page } = await shown(rich);
    const focused = (): Promise<string | null> => page.evaluate("document.activeElement.className");
    for (let steps = 0; (await focused()) !== "hero-cursor" && steps < 40; steps++)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    const slider = page.getByRole("slider");
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/^Round 2: /);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("heading", { level: 2 }).textContent()).toMatch(/^Round 2: /);
    expect(await dialog.locator(".diff .added").first().textContent()).toContain("amount 2");
    expect(await dialog.locator(".rows mark").first().textContent()).not.toBe("");
    await page.keyboard.press("Escape");
    expect(await dialog.count()).toBe(0);
    expect(await focused()).toBe("hero-cursor");
    await page.close();
  });

  test("shows what came of the red team, and which of its programs got through", async () => {
    const { page } = await shown(rich);
    const text = await page.locator("main").textContent();
    expect(text).toContain("✗ 2 of 3 hostile programs contained on bwrap");
    await page.getByRole("row", { name: "answers late answered after 6021 ms" }).waitFor();
    await page.close();
  });

  test("shows who ran candidates elsewhere, round by round, and what went wrong there", async () => {
    const queued = await written({ rounds: 12, queued: true });
    const seen = await shown(queued);
    const { page } = seen;
    const lanes = page.locator(".workers tbody tr");
    expect(await lanes.count()).toBe(4);
    expect(await lanes.nth(1).textContent()).toContain("57 of 58 contained");
    expect(await lanes.nth(1).textContent()).toContain("runs in 3 rounds, lost in round 4");
    expect(await lanes.nth(2).textContent()).toContain("shut-out: its tables are not those");
    expect(await lanes.nth(3).textContent()).toContain("refused: it runs another build");
    expect(await page.locator(".workers rect.served").count()).toBe(11 + 3 + 5);
    expect(await page.locator("#workers .incidents li").count()).toBe(2);
    expect(await violationsIn(page)).toEqual([]);
    clean(queued, seen);
    await page.close();
    const plain = await shown(rich);
    expect(await plain.page.locator("#workers").isVisible()).toBe(false);
    await plain.page.close();
  });

  test("shows the step up of a first round, from what it had to beat", async () => {
    const project = new TestProject();
    projects.push(project);
    const history = new History(project);
    await history.start();
    const parent = project.read("genome/clean_data_starter.ts");
    await history.round("kept", { text: `${parent}//`, parent, figures: { fitness: 0.9 } });
    await cleanloopHere(["observe", "--html", "../report.html"], { cwd: project.path("data") });
    const { page } = await shown(project.path("report.html"));
    const stair = await page.locator(".hero .stair").getAttribute("d");
    const [, left, low, right, high] =
      /^M([\d.]+) ([\d.]+)H\1H([\d.]+)V([\d.]+)H\3$/.exec(stair ?? "") ?? [];
    expect(Number(right)).toBeGreaterThan(Number(left) + 200);
    expect(Number(low)).toBeGreaterThan(Number(high));
    expect(await page.locator(".hero circle.start title").textContent()).toBe(
      "before round 1: 0.500",
    );
    await page.close();
  });

  test("is far below 400 kB without its data", async () => {
    const { page } = await shown(rich);
    const data = await page.locator("#data").textContent();
    expect(statSync(rich).size - Buffer.byteLength(data ?? "")).toBeLessThan(100_000);
    await page.close();
  });
});

type Situation = readonly [string, Script | null, string, string];
const situations: readonly Situation[] = [
  ["without a round", null, "nothing tried yet", "cleanloop loop"],
  ...inThorough<Situation>([
    ["of a single round", { rounds: 1 }, "nothing kept yet", "cleanloop evaluate --rows"],
    [
      "that never kept anything",
      { rounds: 6, keeps: false },
      "nothing kept yet",
      "cleanloop evaluate --rows",
    ],
  ]),
  [
    "that a tripwire ended",
    { rounds: 8, ending: "tripped" },
    "tripwire went off",
    "cleanloop loop --rerank",
  ],
  [
    "that waits for a person",
    { rounds: 5, ending: "parked" },
    "waits for a decision",
    "cleanloop review show r5",
  ],
  [
    "that was cut short",
    { rounds: 4, ending: "cut-short" },
    "last run cut short",
    "cleanloop loop",
  ],
  ["of many rounds", richScript, "can go on", "cleanloop loop"],
];

describe.each(situations)("a project %s", (_, script, situation, command) => {
  test("says what to do next and why that is safe, and anyone can use its page", async () => {
    const file = await written(script);
    for (const looks of [{}, { width: 390, scheme: "dark" }] as const) {
      const seen = await shown(file, looks);
      const { page } = seen;
      expect(await page.locator(".masthead .chip").textContent()).toBe(situation);
      expect(await page.locator(".next code").textContent()).toBe(command);
      expect(await page.locator(".safe").textContent()).toMatch(/^Why it is safe: /);
      expect(await page.getByText("(0)").filter({ visible: true }).count()).toBe(0);
      expect(await violationsIn(page)).toEqual([]);
      if (script) {
        await page.locator(".rounds tbody button").first().click();
        expect(await violationsIn(page)).toEqual([]);
      }
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(looks.width ?? 1280);
      clean(file, seen);
      await page.close();
    }
  });
});

test("rounds by the tens of thousands open, scroll and are found", async () => {
  const rounds = thoroughly(100_000, 10_000);
  const file = await written({ rounds, texts: false, eventful: true });
  const seen = await shown(file);
  const { page } = seen;
  const scroll = page.locator(".rounds-scroll");
  const first = page.locator(".rounds tbody:not(.gap) tr th").first();
  expect(await first.textContent()).toBe(rounds.toLocaleString("en"));
  await scroll.evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
  await expect
    .poll(async () => Number((await first.textContent())?.replace(",", "")))
    .toBeLessThan(0.6 * rounds);
  expect(await page.locator(".rounds tbody:not(.gap) tr").count()).toBeLessThan(60);
  const rule = /rule \d+,/.exec((await page.locator(".rounds").textContent()) ?? "")?.[0] ?? "";
  await page.getByLabel("Filter").fill(rule);
  await expect
    .poll(() => page.locator(".found").textContent())
    .toBe(`1 of ${rounds.toLocaleString("en")} rounds`);
  expect(await page.locator(".rounds tbody:not(.gap) tr").textContent()).toContain(rule);
  expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(5000);
  clean(file, seen);
  await page.close();
});

test("a report never lands where the project keeps what it is made of", async () => {
  const project = new TestProject();
  projects.push(project);
  const before = project.snapshot();
  const { exit, stderr } = await cleanloopHere(["observe", "--html", "data/gold/expected.csv"], {
    cwd: project.root,
  });
  expect(exit).toBe(2);
  expect(stderr).toContain("where the project keeps what it is made of");
  expect(project.snapshot()).toEqual(before);
});
