import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { challengeFolder, uncountedChallenges } from "./adapters/challenge-files.ts";
import { environmentOf } from "./adapters/environment.ts";
import { checkFeed, countFilled, countRows, digestOfFeeds, listFeeds } from "./adapters/feeds.ts";
import { isPlainFile } from "./adapters/files.ts";
import { fingerprintOf } from "./adapters/fingerprint.ts";
import { genomeFiles } from "./adapters/genomes.ts";
import { contentsOf, goldFiles } from "./adapters/gold-files.ts";
import { killSwitch } from "./adapters/kill-switch.ts";
import { outputFolder } from "./adapters/outputs.ts";
import { packageFolder } from "./adapters/package-folder.ts";
import { loadExeca } from "./adapters/processes/start-program.ts";
import { arenaContent, findRoot, openProject, type WhereToLook } from "./adapters/project.ts";
import { projectLock } from "./adapters/project-lock.ts";
import { projectTrail } from "./adapters/project-trail.ts";
import { settingsText } from "./adapters/settings-text.ts";
import { shuffledFeeds } from "./adapters/shuffled-feeds.ts";
import { lenientRows } from "./csv/lenient.ts";
import { strictRows } from "./csv/strict.ts";
import type { NamedContents } from "./domain/ports/files.ts";
import type { Containment } from "./domain/ports/running.ts";
import type { Ports, Workspace } from "./domain/ports.ts";
import { type Project, pathsOf } from "./domain/project.ts";
import type { InputFile } from "./domain/run.ts";
import { resolveSettings, type SettingFlags, type Settings, valuesOf } from "./domain/settings.ts";
import { version } from "./version.ts";

export { liveLine } from "./adapters/live-line.ts";
export { terminalPrompt } from "./adapters/prompt.ts";
export { screenOn } from "./adapters/screen.ts";

/** Composition root: the one place that gives use cases their real adapters. */
export const openWorkspace = (where: WhereToLook, flags: SettingFlags = {}): Workspace => {
  const project = openProject(findRoot(where));
  const settings = resolveSettings(flags, project.settingsFile, project.arena);
  return { project, settings, ports: portsFor(project, settings, where) };
};

const now = (): Date => new Date();

// Parser and process control are costly to load, and only a run needs them.
const running = () => {
  void loadExeca();
  return import("./adapters/running.ts");
};

let sandbox: Promise<Containment> | undefined;
/** One for the life of the process, since it remembers which backend this machine has. */
const containment = (): Promise<Containment> => {
  sandbox ??= running().then(({ createContainment, guardParent }) => {
    guardParent();
    return createContainment({ runtimeFolder: join(packageFolder(), "dist", "sandbox") });
  });
  return sandbox;
};

const portsFor = (project: Project, settings: Settings, { cwd, env }: WhereToLook): Ports => {
  const { root, arena } = project;
  const outputs = outputFolder(root);
  const trail = projectTrail(root, { run: newRunId(), now });
  const gold = (): string[] => goldOf(project);
  return {
    environment: () => environmentOf(root),
    compiler: {
      compile: async (content) => (await running()).compile(content),
      anatomy: async (content) => (await running()).anatomyOf(content),
      inOwnLines: async (program, message) => (await running()).inOwnLines(program, message),
    },
    containment: {
      run: async (job, options) => (await containment()).run(job, options),
      missing: async () => (await containment()).missing(),
    },
    readTable: strictRows,
    isPlainFile,
    feeds: {
      list: () => feedsOf(root),
      check: checkFeed,
      digest: () => digestOfFeeds(feedsOf(root)),
      countRows,
      countFilled,
      rows: ({ path }) => lenientRows(path),
      shuffled: shuffledFeeds,
    },
    goldFiles: gold,
    goldContents: () => contentsOf(gold(), root),
    judgeBuild,
    genomes: genomeFiles(root),
    outputs,
    settingsText: settingsText(pathsOf(root).settings),
    trail,
    challenges: challengeFolder(root, arena.gold.file),
    lock: projectLock(root, now, trail),
    killSwitch: killSwitch(root),
    notifier: {
      send: async (notification, signal) => {
        const { notifier } = await import("./adapters/notifier.ts");
        return notifier(valuesOf(settings.notify), env).send(notification, signal);
      },
    },
    arenaContent: () => arenaContent(root),
    fingerprint: () => fingerprintOf(sealedPaths(project)),
    endpoint: async () => {
      const { endpointSetUp } = await import("./wiring/endpoint.ts");
      return endpointSetUp(env, root);
    },
    openProposer: async (use) => {
      const { openProposer } = await import("./wiring/proposers.ts");
      return openProposer(use, { root, cwd, env, settings });
    },
    versions: { cleanloop: version, node: process.versions.node },
    now,
    elapsed: () => performance.now(),
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
    cores: availableParallelism(),
    redTeam: async (wish, signal) => {
      await containment(); // so that this process is guarded as it is in any run
      const { assembleRedTeam } = await import("./red-team/index.ts");
      const parts = { project, outputs, build: join(packageFolder(), "dist") };
      return assembleRedTeam(parts, wish, signal);
    },
  };
};

/** Sorts by time and tells two runs of the same second apart. */
const newRunId = (): string =>
  `${now().toISOString().slice(0, 19).replace(/[-:]/g, "").toLowerCase()}-${randomBytes(3).toString("hex")}`;

/** Every program file of the build: a change to any of them may change what the judge says. */
const judgeBuild = (): NamedContents =>
  buildFiles().map((name) => [name, readFileSync(join(buildFolder(), name))] as const);

const buildFolder = (): string => join(packageFolder(), "dist");

const buildFiles = (): string[] =>
  ["", "chunks", "sandbox"].flatMap((room) =>
    readdirSync(join(buildFolder(), room))
      .filter((name) => /\.c?js$/.test(name))
      .map((name) => join(room, name)),
  );

/** Half a challenge never counts: its files are there before they are feeds and gold. */
const feedsOf = (root: string): InputFile[] => {
  const uncounted = uncountedChallenges(root);
  return listFeeds(pathsOf(root).inputs).filter(({ path }) => !uncounted.has(path));
};

const goldOf = ({ root, arena }: Project): string[] => {
  const uncounted = uncountedChallenges(root);
  return goldFiles(pathsOf(root).data, arena.gold.file).filter((path) => !uncounted.has(path));
};

/** All files that a running loop counts on to stay as they are, the genome aside. */
const sealedPaths = (project: Project): string[] => {
  const { arena, starter } = pathsOf(project.root);
  return [
    arena,
    starter,
    ...goldOf(project),
    ...feedsOf(project.root).map(({ path }) => path),
    ...buildFiles().map((name) => join(buildFolder(), name)),
  ];
};
