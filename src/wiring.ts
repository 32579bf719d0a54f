import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { challengeFolder, uncountedChallenges } from "./adapters/challenge-files.ts";
import { checkFeed, countRows, listFeeds } from "./adapters/feeds.ts";
import { isPlainFile } from "./adapters/files.ts";
import { genomeFiles } from "./adapters/genomes.ts";
import { contentsOf, goldFiles } from "./adapters/gold-files.ts";
import { outputFolder } from "./adapters/outputs.ts";
import { packageFolder } from "./adapters/package-folder.ts";
import { findRoot, openProject, type WhereToLook } from "./adapters/project.ts";
import { projectLock } from "./adapters/project-lock.ts";
import { projectTrail } from "./adapters/project-trail.ts";
import { lenientRows } from "./csv/lenient.ts";
import { strictRows } from "./csv/strict.ts";
import type { Containment, NamedContents, Ports, Workspace } from "./domain/ports.ts";
import { type Project, pathsOf } from "./domain/project.ts";
import { resolveSettings, type SettingFlags } from "./domain/settings.ts";

export { liveLine } from "./adapters/live-line.ts";

/** Composition root: the one place that gives use cases their real adapters. */
export const openWorkspace = (where: WhereToLook, flags: SettingFlags = {}): Workspace => {
  const project = openProject(findRoot(where));
  return {
    project,
    settings: resolveSettings(flags, project.settingsFile, project.arena),
    ports: portsFor(project),
  };
};

const now = (): Date => new Date();

// Parser and process control are costly to load, and only a run needs them.
const running = () => import("./adapters/running.ts");

let sandbox: Promise<Containment> | undefined;
/** One for the life of the process, since it remembers which backend this machine has. */
const containment = (): Promise<Containment> => {
  sandbox ??= running().then(({ createContainment, guardParent }) => {
    guardParent();
    return createContainment({ runtimeFolder: join(packageFolder(), "dist", "sandbox") });
  });
  return sandbox;
};

const portsFor = (project: Project): Ports => {
  const { root, arena } = project;
  const outputs = outputFolder(root);
  const trail = projectTrail(root, { run: newRunId(), now });
  const gold = (): string[] => {
    const uncounted = uncountedChallenges(root);
    return goldFiles(pathsOf(root).data, arena.gold.file).filter((path) => !uncounted.has(path));
  };
  return {
    compiler: {
      compile: async (content) => (await running()).compile(content),
      inOwnLines: async (program, message) => (await running()).inOwnLines(program, message),
    },
    containment: {
      run: async (job, options) => (await containment()).run(job, options),
      missing: async () => (await containment()).missing(),
    },
    readTable: strictRows,
    isPlainFile,
    feeds: {
      list: () => {
        const uncounted = uncountedChallenges(root);
        return listFeeds(pathsOf(root).inputs).filter(({ path }) => !uncounted.has(path));
      },
      check: checkFeed,
      countRows,
      rows: ({ path }) => lenientRows(path),
    },
    goldFiles: gold,
    goldContents: () => contentsOf(gold(), root),
    judgeBuild,
    genomes: genomeFiles(root),
    outputs,
    trail,
    challenges: challengeFolder(root, arena.gold.file),
    lock: projectLock(root, now, trail),
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
const judgeBuild = (): NamedContents => {
  const build = join(packageFolder(), "dist");
  return readdirSync(build, { recursive: true, encoding: "utf8" })
    .filter((name) => /^(chunks\/|sandbox\/)?[^/]+\.c?js$/.test(name))
    .map((name) => [name, readFileSync(join(build, name))] as const);
};
