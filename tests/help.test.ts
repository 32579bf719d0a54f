import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compile } from "../src/adapters/compiler.ts";
import { buildProgram } from "../src/commands/program.ts";
import { arenaContradictions, arenaFileSchema } from "../src/domain/arena.ts";
import { settingsFileSchema } from "../src/domain/settings.ts";
import * as kit from "../src/kit/index.ts";
import { markdownText } from "../src/report/markdown.ts";
import { plain, type Style } from "../src/report/style.ts";
import { cleanloop } from "./support/cli.ts";
import { shipped } from "./support/finance.ts";
import { blocks, commandLines, PageProject, readPage } from "./support/pages.ts";

const topics = readdirSync(shipped("src/help")).map((file) => file.replace(/\.md$/, ""));
const pathOf = (topic: string): string => `src/help/${topic}.md`;
const pageOf = (topic: string): string => readPage(pathOf(topic));

let project: PageProject;
beforeEach(() => {
  project = new PageProject();
});
afterEach(() => project.dispose());

describe("cleanloop help", () => {
  test("lists every topic with its title", async () => {
    const { exit, stdout } = await cleanloop(["help"]);
    expect(exit).toBe(0);
    for (const topic of topics) {
      const [title = ""] = pageOf(topic).split("\n");
      expect(stdout).toMatch(new RegExp(`^ +${topic} +${title.replace(/^# /, "")}$`, "m"));
    }
  });

  test("shows a topic anywhere, outside of every project, and without colours in a pipe", async () => {
    const { exit, stdout, stderr } = await cleanloop(["help", "trust"], { cwd: "/" });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toMatch(/^How trust is earned, and what stops a loop\n\n/);
    expect(stdout).toMatch(/^0 +SUPERVISED +manual +waits for you/m);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toMatch(/`|\*\*/);
  });

  test("shows a command's help as --help does", async () => {
    const { stdout } = await cleanloop(["help", "loop"]);
    expect(stdout).toContain("Examples:");
    expect(stdout.trimEnd()).toBe((await cleanloop(["loop", "--help"])).stdout.trimEnd());
  });

  test.each([
    ["trsut", "did you mean cleanloop help trust?"],
    ["observ", "did you mean cleanloop help observe?"],
    ["nonsense", "there is help on arena, ci, commands,"],
  ])("on %s says what is nearest", async (asked, hint) => {
    const { exit, stdout, stderr } = await cleanloop(["help", asked]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(`error: there is no help on "${asked}"`);
    expect(stderr).toContain(hint);
  });

  test("gives programs one JSON document", async () => {
    const { stdout } = await cleanloop(["help", "trail", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ name: "trail", markdown: pageOf("trail") });
  });
});

describe.each(topics)("the topic %s", (topic) => {
  const page = pageOf(topic);

  test("fits a terminal of 80 columns, code aside", () => {
    const wide = markdownText(page, 80, plain).filter(
      (line) => [...line].length > 80 && !line.startsWith("    "),
    );
    expect(wide).toEqual([]);
  });

  test("is named by the README", () => {
    expect(readPage("README.md")).toContain(`[${topic}](${pathOf(topic)})`);
  });

  test("names only topics that exist", () => {
    const named = [...page.matchAll(/\]\(([a-z-]+)\.md\)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !topics.includes(name))).toEqual([]);
  });

  /** When what CleanLoop prints has changed: npx vitest run -u --config tests/vitest.config.ts tests/help */
  test("shows what its commands print", async () => {
    await expect(project.played(page)).toMatchFileSnapshot(shipped(pathOf(topic)));
  });
});

test("every command line in the README and the topics can be parsed", async () => {
  const lines = ["README.md", ...topics.filter((topic) => topic !== "commands").map(pathOf)]
    .flatMap((path) => commandLines(readPage(path)))
    .map((line) => line.replace("DIGEST", "a".repeat(64)));
  expect(lines.length).toBeGreaterThan(15);
  for (const line of lines) {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
    let ran = false;
    const program = buildProgram("0.0.0", async () => {
      ran = true;
    });
    await program.parseAsync(
      words.slice(1).map((word) => word ?? ""),
      { from: "user" },
    );
    expect({ line, ran }).toEqual({ line, ran: true });
  }
});

test("every command is told of, with flags that it has", () => {
  const rows = [...pageOf("commands").matchAll(/^- `cleanloop (\w+)[^`]*`((?:.|\n {2})*)$/gm)];
  expect(rows.map(([, command]) => command).sort()).toEqual(
    buildProgram("0.0.0", async () => {})
      .commands.map((command) => command.name())
      .sort(),
  );
  for (const [, command, told = ""] of rows) {
    const help = project.run(`cleanloop ${command} --help`);
    expect(help).toContain("Examples:");
    for (const [flag] of told.matchAll(/--[a-z-]+/g)) expect(help).toContain(flag);
  }
});

const kitLines = [...pageOf("kit").matchAll(/^\| `([a-zA-Z]+\(.*)` +\| `(.*)` +\|$/gm)].map(
  ([, call = "", gives = ""]) => [call, gives] as const,
);

test("the kit's lines are found", () => {
  expect(kitLines.length).toBeGreaterThan(25);
});

test.each(kitLines)("%s gives %s", (call, gives) => {
  const evaluate = new Function(...Object.keys(kit), `return [${call}, ${gives}]`);
  const [actual, told] = evaluate(...Object.values(kit));
  expect(actual).toEqual(told);
});

test("the program that proposes does what its hypothesis says", () => {
  const [program = ""] = blocks(pageOf("proposers"), "js");
  writeFileSync(join(project.root, "propose.mjs"), program);
  const told = project.run(
    `cleanloop loop --fresh --proposer "command:${process.execPath} ./propose.mjs" --max-iterations 3 --reviewer judge`,
  );
  expect(told).toContain("amount: take adjusted_amount where approval_flag is approved");
  expect(told).toContain("amount: take resolution_amount where resolution_flag is approved");
  expect(told).toContain("2 kept");
  expect(told).toContain("saturated");
});

describe("the workflow", () => {
  const [workflow = ""] = blocks(pageOf("ci"), "yaml");
  const faultsIn = (content: string): string[] => {
    const file = { name: "cleanloop.yml", content };
    const { context } = parseWorkflow(file, new NoOperationTraceWriter());
    return context.errors.getErrors().map(({ message }) => message);
  };

  test("keeps to the schema that GitHub publishes for such files", () => {
    expect(faultsIn(workflow)).toEqual([]);
  });

  test.each([
    ["runs-on:", "run-on:"],
    ["contents: read", "contents: maybe"],
    ["steps:", "step:"],
    ["uses: actions/checkout@v4", "use: actions/checkout@v4"],
  ])("would not, with %s written as %s", (right, wrong) => {
    expect(workflow).toContain(right);
    expect(faultsIn(workflow.replace(right, wrong))).not.toEqual([]);
  });
});

test("the workflow says what a workflow must, and each of its commands can be parsed", async () => {
  const [workflow = ""] = blocks(pageOf("ci"), "yaml");
  const { on, permissions, jobs } = parse(workflow);
  expect({ on, permissions }).toEqual({
    on: { schedule: [{ cron: "17 3 * * *" }], workflow_dispatch: null },
    permissions: { contents: "read" },
  });
  const { repair, ...others } = jobs;
  expect(others).toEqual({});
  expect(repair["runs-on"]).toBe("ubuntu-latest");
  for (const step of repair.steps) {
    expect(["if", "name", "run", "uses", "with"]).toEqual(
      expect.arrayContaining(Object.keys(step)),
    );
    expect("run" in step).toBe(!("uses" in step));
    const [, line] = /^npx cleanloop (.*)$/.exec(step.run ?? "") ?? [];
    if (line === undefined) continue;
    let ran = false;
    const program = buildProgram("0.0.0", async () => {
      ran = true;
    });
    await program.parseAsync(line.split(" "), { from: "user" });
    expect({ line, ran }).toEqual({ line, ran: true });
  }
});

test("the genome passes the gate", async () => {
  const [genome = ""] = blocks(pageOf("genome"), "ts");
  expect((await compile(Buffer.from(genome))).ok).toBe(true);
});

test("the arena and the settings are valid", () => {
  const settings = [...blocks(pageOf("settings"), "json"), ...blocks(pageOf("proposers"), "json")];
  expect(settings.length).toBe(2);
  for (const text of settings)
    expect(settingsFileSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
  const [arena = ""] = blocks(pageOf("arena"), "json");
  expect(arenaContradictions(arenaFileSchema.parse(JSON.parse(arena)))).toEqual([]);
});

describe("Markdown for a terminal", () => {
  const marked: Style = {
    ...plain,
    strong: (text) => `<${text}>`,
    faint: (text) => `(${text})`,
  };

  test("wraps words, also those of two looks, and hangs lists", () => {
    const page = "# A **title**\n\nSome `code`, and\nmore.\n\n- one two three\n  four\n- five";
    expect(markdownText(page, 12, marked)).toEqual([
      "<A title>",
      "",
      "Some <code>,",
      "and more.",
      "",
      "- one two",
      "  three four",
      "- five",
    ]);
  });

  test("narrows the widest column of a table first, and knows an escaped bar", () => {
    const page = "| a | b |\n| - | - |\n| x\\|y | some words |\n| `z` | |";
    expect(markdownText(page, 10, marked)).toEqual(["(a)  (b)", "x|y  some", "     words", "<z>"]);
  });

  test("keeps code as it is, and says how a link is followed", () => {
    expect(markdownText("```sh\na   b\n\nc\n```\n\nSee [it](it.md).", 80, marked)).toEqual([
      "    a   b",
      "",
      "    c",
      "",
      "See <cleanloop> <help> <it>.",
    ]);
  });
});
