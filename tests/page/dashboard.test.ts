import { once } from "node:events";
import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openBrowser, openPage, violationsIn } from "../support/browser.ts";
import { cleanloop, launch, type Running } from "../support/cli.ts";
import { layOutHistory } from "../support/histories.ts";
import { Script } from "../support/loop/script.ts";
import { needs } from "../support/machine.ts";
import { perfect } from "../support/programs.ts";
import { TestProject } from "../support/project.ts";

let project: TestProject;
let dashboard: Running | undefined;
beforeEach(() => {
  project = new TestProject();
});
afterEach(async () => {
  dashboard?.child.kill("SIGKILL");
  await dashboard?.answer;
  project.dispose();
});

/** Starts one on a free port, and says where. */
const serving = async (): Promise<URL> => {
  dashboard = launch(["dashboard", "--port", "0", "--json"], { cwd: project.root });
  const { stdout } = dashboard.child;
  if (!stdout) throw new Error("it has no stdout");
  const [line] = await once(stdout, "data");
  return new URL(JSON.parse(String(line)).url);
};

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const statusOf = (url: URL, { path = "/", method = "GET", headers = {} }: Asked): Promise<number> =>
  new Promise((done, failed) => {
    const asking = request(new URL(path, url), { method, headers: { ...headers } }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    asking.on("error", failed);
    asking.end();
  });

describe("the dashboard", () => {
  test("answers nobody who comes under another name, from another page, or wants to change something", async () => {
    layOutHistory(project.root, { rounds: 3 });
    const before = project.snapshot();
    const url = await serving();
    expect(url.hostname).toBe("127.0.0.1");
    expect(await statusOf(url, {})).toBe(200);
    expect(await statusOf(url, { headers: { host: "evil.example" } })).toBe(403);
    expect(await statusOf(url, { headers: { host: `evil.example:${url.port}` } })).toBe(403);
    expect(await statusOf(url, { headers: { origin: "http://evil.example" } })).toBe(403);
    expect(await statusOf(url, { headers: { "sec-fetch-site": "cross-site" } })).toBe(403);
    expect(await statusOf(url, { path: "/events", headers: { origin: "null" } })).toBe(403);
    expect(await statusOf(url, { method: "POST" })).toBe(405);
    expect(await statusOf(url, { path: "/../genome/clean_data.ts" })).toBe(404);
    expect(await statusOf(url, { path: "/round?n=2" })).toBe(200);
    expect(await statusOf(url, { path: "/round?n=9" })).toBe(503);
    expect(project.snapshot()).toEqual(before);
  });

  test("ends cleanly when it is interrupted, also while somebody listens", async () => {
    const url = await serving();
    const answer = await fetch(new URL("events?since=0", url));
    dashboard?.child.kill("SIGINT");
    expect(await dashboard?.answer).toMatchObject({ exit: 130, stderr: "" });
    await answer.body?.cancel().catch(() => {});
  });

  test("says where it listens, and which port is taken", async () => {
    const url = await serving();
    const { exit, stderr } = await cleanloop(["dashboard", "--port", url.port], {
      cwd: project.root,
    });
    expect(exit).toBe(2);
    expect(stderr).toContain(
      `cannot listen on 127.0.0.1:${url.port}: another program listens there`,
    );
  });
});

describe("in a browser", () => {
  beforeEach(needs("chromium"));

  test("a round of a running loop appears without a reload", async () => {
    const url = await serving();
    const browser = await openBrowser();
    const { page, complaints, requests } = await openPage(browser, url.href);
    expect(await page.locator(".hero .mark").count()).toBe(0);
    const script = new Script().play(1, perfect);
    const loop = cleanloop(
      ["loop", "--reviewer", "judge", "--max-iterations", "1", "--proposer", script.proposer],
      { cwd: project.root },
    );
    await page.locator(".hero .mark").waitFor({ state: "attached" });
    expect((await loop).exit).toBe(0);
    script.dispose();
    await page.locator(".masthead .chip.perfect").waitFor();
    expect(await page.locator(".rounds tbody:not(.gap) tr").count()).toBe(1);
    expect(complaints).toEqual([]);
    expect(requests.every((asked) => asked.startsWith(url.href))).toBe(true);
    await browser.close();
  });

  test("a candidate that waits is shown before and after, with the commands that decide", async () => {
    layOutHistory(project.root, { rounds: 4, ending: "parked" });
    const url = await serving();
    const browser = await openBrowser();
    const { page, complaints } = await openPage(browser, url.href);
    await page.getByRole("button", { name: "Show the change and its rows" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.locator(".decide code").allTextContents()).toEqual([
      "cleanloop review show r4",
      "cleanloop review approve r4",
      'cleanloop review reject r4 --reason "…"',
    ]);
    expect(await dialog.locator(".diff .added").count()).toBe(2);
    expect(await dialog.locator(".rows mark").count()).toBeGreaterThan(0);
    expect(await violationsIn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await browser.close();
  });
});
