import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { marked } from "marked";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, openPage } from "../support/browser.ts";
import { type Call, cleanloopHere } from "../support/cli.ts";
import { layOutHistory } from "../support/histories.ts";
import { needs } from "../support/machine.ts";
import { TestProject } from "../support/project.ts";
import { thoroughly } from "../support/soak.ts";

/*
 * Programs, models and feeds write into the trail whatever they like; everybody who shows it shows
 * it as text. Each form is read by a parser that is not ours.
 */

const hostile = [
  "</script><script>globalThis.hacked = 1</script><img src=x onerror='globalThis.hacked = 1'>",
  "\u001b[2J\u001b]0;title\u0007\u009b31m",
  "\u202egnirts\u2066\u200b\u2028\ud800\ufffe",
  "]]>&lol; \"quotes' `code` | [a](javascript:alert(1)) <!-- @everyone",
  "\nFrom somebody Mon Sep 17 00:00:00 2001\n---\ndiff --git a/x b/x",
].join(" ");

/** A line of the trail holds no more than 8 MB, so several of these go into one; a program's may be longer. */
const inTrail = `${hostile} ${"x".repeat(thoroughly(1_500_000, 150_000))}`;
const inProgram = `${hostile} ${"x".repeat(thoroughly(10_000_000, 1_000_000))}`;

let project: TestProject;
beforeAll(() => {
  project = new TestProject();
  layOutHistory(project.root, {
    rounds: 4,
    ending: "parked",
    words: inTrail,
    programWords: inProgram,
  });
});
afterAll(() => project.dispose());

const run = (args: readonly string[], call: Call = {}) =>
  cleanloopHere(args, { cwd: project.root, ...call });

/** What a terminal would act on, or show as something else. */
const hidden = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe("hostile texts in a trail", () => {
  test.each([[[]], [["--round", "2"]], [["--round", "4"]], [["--json"]]])(
    "are only text on a terminal: observe %s",
    async (args) => {
      const { exit, stdout } = await run(["observe", ...args]);
      expect(exit).toBe(0);
      expect(stdout).not.toMatch(hidden);
      expect(stdout).toContain("</script>");
    },
  );

  test("are only text in a browser", async (context) => {
    needs("chromium")(context);
    const written = await run(["observe", "--html", "report.html"]);
    expect(written.exit).toBe(0);
    const browser = await openBrowser();
    const { page, complaints, requests } = await openPage(
      browser,
      `file://${project.path("report.html")}`,
    );
    await page.locator(".rounds tbody button").nth(0).click();
    expect(await page.locator("dialog .claim").textContent()).toContain("</script><script>");
    expect(await page.locator("img, iframe, script:not([id])").count()).toBe(1);
    expect(await page.evaluate("globalThis.hacked")).toBeUndefined();
    expect(await page.locator("body").textContent()).not.toMatch(hidden);
    expect({ complaints, requests: requests.length }).toEqual({ complaints: [], requests: 1 });
    await browser.close();
  });

  test("are only text in Markdown", async () => {
    const path = project.path("summary.md");
    const env = { GITHUB_STEP_SUMMARY: path };
    expect((await run(["observe"], { env })).exit).toBe(0);
    const markdown = readFileSync(path, "utf8");
    expect(markdown).not.toMatch(hidden);
    const html = await marked.parse(markdown);
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
    for (const tag of tags)
      expect([
        "h3",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "ul",
        "li",
        "p",
      ]).toContain(tag);
    expect(html).not.toMatch(/<a |javascript:/);
  });

  test("are only text in a patch, which applies to the letter", async () => {
    // Of a line of 10 MB git itself makes minutes: its time grows with the square of it.
    const long = new TestProject();
    const words = `${hostile} ${"x".repeat(thoroughly(500_000, 100_000))}`;
    layOutHistory(long.root, { rounds: 4, ending: "parked", words });
    const whole = await run(["review", "export", "r4", "--patch"]);
    expect({ exit: whole.exit, isPlain: !/(?!\n)[^ -~]/.test(whole.stdout) }).toEqual({
      exit: 0,
      isPlain: true,
    });
    const { exit, stdout } = await run(["review", "export", "r4", "--patch"], { cwd: long.root });
    expect(exit).toBe(0);
    expect(stdout).not.toMatch(/(?!\n)[^ -~]/);
    const repository = long.path("repository");
    mkdirSync(`${repository}/genome`, { recursive: true });
    const git = (...args: string[]): string =>
      execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@b", ...args], {
        cwd: repository,
        encoding: "utf8",
        ...(args[0] === "am" ? { input: stdout } : {}),
        env: { PATH: process.env.PATH ?? "", HOME: repository },
      });
    const { parent, chosen } = JSON.parse(
      (await run(["observe", "--round", "4", "--json"], { cwd: long.root })).stdout,
    );
    const textOf = (sha: string): Buffer => readFileSync(long.path(`.output/genomes/${sha}.ts`));
    writeFileSync(`${repository}/genome/clean_data.ts`, textOf(parent));
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "-m", "before");
    git("am", "--quiet");
    expect(readFileSync(`${repository}/genome/clean_data.ts`).equals(textOf(chosen))).toBe(true);
    const message = git("log", "-1", "--format=%B");
    expect(message).toMatch(/^Fitness: 0\.\d{3} -> 0\.\d{3}$/m);
    expect(message).toMatch(/^Trail head: [0-9a-f]{64}$/m);
    expect(message).not.toMatch(hidden);
    expect(git("log", "--format=%s").trim().split("\n")).toHaveLength(2);
    long.dispose();
  });

  test("are only text in JUnit XML", async () => {
    const gold = project.read("data/gold/expected.csv").split("\n");
    const [first = ""] = gold.slice(2, 3);
    gold.push(
      first.replace(/^[^,]*,[^,]*/, `2024-01-05,"<b>]]>&amp;\u0007\u202e${"y".repeat(5000)}"`),
    );
    project.write("data/gold/expected.csv", `${gold.filter((line) => line !== "").join("\n")}\n`);
    const words = JSON.stringify(inProgram.replaceAll(/\s/g, " ").slice(0, 1000));
    project.write(
      "genome/clean_data.ts",
      `export const clean = ({ emit }) => emit("master", { entity: ${words} + "x".repeat(10_000_000) });\n`,
    );
    const { stderr } = await run(["evaluate", "--junit", "cleanloop.xml"]);
    expect(stderr).toBe("");
    const cases: string[] = [];
    const parser = new SaxesParser();
    parser.on("opentag", ({ name, attributes }) => {
      if (name === "testcase") cases.push(`${attributes.classname} ${attributes.name}`);
    });
    parser.on("error", (error) => {
      throw error;
    });
    const xml = project.read("cleanloop.xml");
    parser.write(xml).close();
    expect(xml).not.toMatch(hidden);
    expect(cases.filter((name) => name.startsWith("cleanloop.checks "))).toHaveLength(14);
    expect(cases).toContain("cleanloop.vetoes deterministic");
  });
});

describe("a line of 10 MB in a trail", () => {
  let damaged: TestProject;
  beforeAll(() => {
    damaged = new TestProject();
    layOutHistory(damaged.root, { rounds: 3, words: hostile });
    const line = `{"v":1,"a":"${hostile.replaceAll("\n", " ")}${"x".repeat(10_000_000)}"}\n`;
    appendFileSync(damaged.path(".output/trail.jsonl"), line);
  });
  afterAll(() => damaged.dispose());

  test.each([
    [["observe"]],
    [["observe", "--json"]],
    [["observe", "--round", "2"]],
    [["observe", "--row", "INV-1001"]],
    [["observe", "--html", "report.html"]],
    [["review", "export", "r2", "--patch"]],
    [["verify"]],
  ])("is named as damage and shown to nobody: %s", async (args) => {
    const summary = damaged.path("summary.md");
    const answer = await run(args, {
      cwd: damaged.root,
      env: { GITHUB_STEP_SUMMARY: summary },
    });
    const shown = answer.stdout + answer.stderr;
    expect(answer.exit).toBe(1);
    expect(shown).toMatch(/line 6 has more than 8388608 bytes/);
    expect(shown).not.toMatch(hidden);
    expect(shown.length).toBeLessThan(5000);
    expect(existsSync(damaged.path("report.html"))).toBe(false);
  });
});
