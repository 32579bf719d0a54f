import { randomBytes, randomUUID } from "node:crypto";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  challengeFolder,
  uncountedChallenges,
  writtenChallenges,
} from "./adapters/challenge-files.ts";
import { environmentOf } from "./adapters/environment.ts";
import { cutFeeds } from "./adapters/feeds/cut-feeds.ts";
import { describeFeed } from "./adapters/feeds/describe-feed.ts";
import {
  digestOfFeeds,
  digestOfFile,
  type FeedFolder,
  listFeeds,
  refuseStrangers,
} from "./adapters/feeds/feed-files.ts";
import { openGivenFeeds, standardInput } from "./adapters/feeds/given-feeds.ts";
import { openFeeds } from "./adapters/feeds/open-feeds.ts";
import {
  countFeed,
  countFilled,
  feedRows,
  feedsWithout,
  partOfFeed,
  shuffledFeeds,
} from "./adapters/feeds/rows-of-feeds.ts";
import { isPlainFile } from "./adapters/files.ts";
import { killSwitch } from "./adapters/kill-switch.ts";
import { projectLock } from "./adapters/lock.ts";
import { outputFolder } from "./adapters/outputs.ts";
import { buildFolder, builtPrograms, compiledPrograms } from "./adapters/package-folder.ts";
import { loadExeca } from "./adapters/processes/start-program.ts";
import { arenaContent, findRoot, readProject, type WhereToLook } from "./adapters/project.ts";
import {
  acceptedDrift,
  contentsOf,
  fingerprintOf,
  genomeFiles,
  goldFiles,
  settingsText,
} from "./adapters/project-files.ts";
import { rememberLast } from "./adapters/remember-last.ts";
import { runTargets } from "./adapters/run-targets.ts";
import { strictCells, strictRows } from "./adapters/strict-rows.ts";
import { projectTrail } from "./adapters/trail/project-trail.ts";
import { type RuleInForce, ruleFor } from "./domain/feed-reading.ts";
import type { OpenFeed } from "./domain/ports/files.ts";
import type { NewProjectTools } from "./domain/ports/new-project.ts";
import type { Ports, Workspace } from "./domain/ports/ports.ts";
import type { Containment } from "./domain/ports/running.ts";
import type { Serve } from "./domain/ports/web.ts";
import type { WorkerTools } from "./domain/ports/worker.ts";
import { Problem } from "./domain/problems.ts";
import { type Project, pathsOf } from "./domain/project.ts";
import type { Proposer } from "./domain/proposing.ts";
import type { InputFile } from "./domain/run.ts";
import {
  isQueueUrl,
  resolveSettings,
  type SettingFlags,
  type Settings,
  valuesOf,
} from "./domain/settings.ts";
import { version } from "./version.ts";

export { copyFileTo } from "./adapters/files.ts";
export { readHelpTopics, readPageParts } from "./adapters/package-folder.ts";
export { liveLine, pager, screenOn, terminalPrompt } from "./adapters/terminal.ts";
/** Loaded when it is asked for: no other command needs a server. */
export const serve: Serve = async (pages) =>
  (await import("./adapters/web-server.ts")).serveLocally(pages);

export { addToFile } from "./adapters/files.ts";
export { writeReportFile } from "./adapters/project-files.ts";

/** Composition root: the one place that gives use cases their real adapters. */
export const openWorkspace = (where: WhereToLook, flags: SettingFlags = {}): Workspace => {
  const project = readProject(findRoot(where));
  const settings = resolveSettings(flags, project.settingsFile, project.arena, {
    queue: { url: queueIn(where.env) },
  });
  return { project, settings, ports: portsFor(project, settings, where) };
};

/** What a worker of a queue needs; it has no project. */
export const openWorker = async (
  queue: string | undefined,
  env: WhereToLook["env"],
): Promise<WorkerTools> => {
  const url = queue ?? env.CLEANLOOP_QUEUE;
  if (url === undefined || url === "") throw Problem.of("no-queue", {});
  const [{ openLink }, { redTeamRecords }, { createContainment, guardParent }, { compile }] =
    await Promise.all([
      import("./adapters/queue/open-queue.ts"),
      import("./adapters/queue/red-team-records.ts"),
      containing(),
      compiler(),
    ]);
  const cache = join(env.XDG_CACHE_HOME || join(env.HOME || tmpdir(), ".cache"), "cleanloop");
  const versions = { cleanloop: version, node: process.versions.node };
  const source = queue === undefined ? "CLEANLOOP_QUEUE" : "--queue";
  const link = await openLink({ url, cacheFolder: join(cache, "feeds"), versions }, source);
  guardParent();
  const containment = createContainment({ runtimeFolder: join(buildFolder(), "sandbox") });
  const records = redTeamRecords(cache);
  return {
    link,
    compiler: { compile: async (content) => compile(content) },
    containment,
    probe: (signal) => containment.probe({ isolation: "auto", allowProcess: true }, signal),
    cores: availableParallelism(),
    withScratch: (work) => outputFolder(tmpdir()).withScratch(({ path }) => work(path)),
    redTeamBefore: records.before,
    keepRedTeam: records.keep,
  };
};

const queueIn = ({ CLEANLOOP_QUEUE: url }: WhereToLook["env"]): string | undefined => {
  if (!url) return undefined;
  if (isQueueUrl(url)) return url;
  throw Problem.of("bad-queue", { source: "CLEANLOOP_QUEUE" });
};

/** For a project that is yet to be made. */
export const newProject = async (cwd: string): Promise<NewProjectTools> => {
  const { newProjectTools } = await import("./adapters/new-project.ts");
  return newProjectTools((root) => openWorkspace({ root, env: {}, cwd }));
};

/** The project in this folder, for anyone who has no command line. */
export const openFolder = (root: string, flags: SettingFlags, env: WhereToLook["env"]): Workspace =>
  openWorkspace({ root, namedBy: "openProject", env, cwd: process.cwd() }, flags);

const now = (): Date => new Date();

// Parser and process control are costly to load, and only a run needs them.
const compiler = () => import("./adapters/compiler.ts");
const containing = () => {
  void loadExeca();
  return import("./adapters/containment/index.ts");
};

/** One for each project that is open, since it remembers which backend this machine has. */
const openContainment = async (): Promise<Containment> => {
  const { createContainment, guardParent } = await containing();
  guardParent();
  return createContainment({ runtimeFolder: join(buildFolder(), "sandbox") });
};

/** Each veto asks again about a candidate's text, and each candidate about the text in force. */
const textsRemembered = 32;

const portsFor = (project: Project, settings: Settings, { cwd, env }: WhereToLook): Ports => {
  const { root, arena } = project;
  const outputs = outputFolder(root);
  const trail = projectTrail(root, { run: newRunId(), now });
  const gold = (): string[] => goldOf(project);
  let opened: Promise<Containment> | undefined;
  const containment = (): Promise<Containment> => {
    opened ??= openContainment();
    return opened;
  };
  return {
    environment: () => environmentOf(root),
    compiler: {
      compile: rememberLast(textsRemembered, async (content) =>
        (await compiler()).compile(content),
      ),
      namesAndLiterals: rememberLast(textsRemembered, async (content) =>
        (await import("./adapters/names-and-literals.ts")).namesAndLiteralsOf(content),
      ),
      columnsRead: async (content) =>
        (await import("./adapters/columns-read.ts")).columnsReadBy(content),
      inOwnLines: async (program, message) => (await compiler()).inOwnLines(program, message),
    },
    containment: {
      run: async (job, options) => (await containment()).run(job, options),
      standBy: async (runs, options) => (await containment()).standBy(runs, options),
      missing: async () => (await containment()).missing(),
    },
    readCells: strictCells,
    readTable: strictRows,
    isPlainFile,
    feeds: {
      files: () => feedsOf(project),
      open: () => openProjectFeeds(project),
      openGiven: (paths) => openGivenFeeds(paths, project.feeds.rules),
      standardInput: (folder) => standardInput(folder, project.feeds.rules),
      digestOf: digestOfFile,
      describe: describeFeed,
      digest: () => digestOfFeeds(feedsOf(project)),
      count: countFeed,
      countFilled,
      rows: feedRows,
      shuffled: shuffledFeeds,
      without: feedsWithout,
      cut: cutFeeds,
      part: partOfFeed,
    },
    goldFiles: gold,
    goldContents: () => contentsOf(gold(), root),
    judgeBuild: () => contentsOf(builtPrograms(), buildFolder()),
    genomes: genomeFiles(root),
    outputs,
    runTargets: runTargets(now),
    acceptedDrift: acceptedDrift(pathsOf(root).acceptedDrift, now),
    lineage: (target) => ({
      runId: randomUUID(),
      send: async (event) =>
        (await import("./adapters/lineage-sink.ts")).sendLineage(target, event),
    }),
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
      const { checkEndpoint, endpointConfig, endpointConfigured } = await endpointAdapter();
      if (!endpointConfigured(env, root)) return null;
      const config = endpointConfig(env, root);
      return { model: config.model, check: (signal) => checkEndpoint(config, signal) };
    },
    openQueue: async (url, { withNamespaces, note }) => {
      const { openEvaluators } = await import("./adapters/queue/open-queue.ts");
      return openEvaluators({
        url,
        note,
        patienceMs: settings.queue.patienceSeconds.value * 1000,
        card: {
          run: trail.run,
          cleanloop: version,
          withNamespaces,
          timeoutSeconds: settings.timeoutSeconds.value,
        },
      });
    },
    openProposer: (use) => openProposer(use, { root, cwd, env }, settings),
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
      const { assembleRedTeam } = await import("./red-team/red-team.ts");
      const feeds = await openProjectFeeds(project);
      const parts = { project, feeds, outputs, build: buildFolder() };
      return assembleRedTeam(parts, wish, signal);
    },
  };
};

/** Sorts by time and tells two runs of the same second apart. */
const newRunId = (): string =>
  `${now().toISOString().slice(0, 19).replace(/[-:]/g, "").toLowerCase()}-${randomBytes(3).toString("hex")}`;

const endpointAdapter = () => import("./adapters/endpoint/index.ts");

interface ProposerPlace {
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The proposer of this name; without one, an endpoint that is configured, else the search. */
const openProposer = async (
  use: string | null,
  place: ProposerPlace,
  settings: Settings,
): Promise<Proposer> => {
  const name = use ?? (await usualProposer(place));
  const [kind, ...rest] = name.split(":");
  const what = rest.join(":");
  if (name === "search") return (await import("./adapters/search-worker.ts")).searchProposer();
  if (name === "openai") return openModel(place, settings);
  if (kind === "command") return openCommand(name, what, place, settings);
  if (kind === "replay") return openReplay(name, resolve(place.cwd, what));
  throw Problem.of("bad-proposer", { value: name, finding: "is not a proposer" });
};

const usualProposer = async ({ env, root }: ProposerPlace): Promise<string> => {
  const { endpointConfigured } = await endpointAdapter();
  return endpointConfigured(env, root) ? "openai" : "search";
};

const openModel = async ({ env, root }: ProposerPlace, settings: Settings): Promise<Proposer> => {
  const [{ endpointConfig, endpointModel }, { kitReference }, { openaiProposer }] =
    await Promise.all([
      endpointAdapter(),
      import("./adapters/package-folder.ts"),
      import("./proposers/openai/index.ts"),
    ]);
  const model = endpointModel(endpointConfig(env, root), {
    rules: valuesOf(settings.endpoint),
    budgetUsd: settings.budgets.usd.value,
  });
  return openaiProposer(model, kitReference());
};

const openCommand = async (
  name: string,
  command: string,
  { root, cwd, env }: ProposerPlace,
  settings: Settings,
): Promise<Proposer> => {
  const [{ openCommandClient }, { commandProposer }] = await Promise.all([
    import("./adapters/command/command-client.ts"),
    import("./proposers/command.ts"),
  ]);
  const timeoutSeconds = settings.proposer.timeoutSeconds.value;
  return commandProposer(
    name,
    await openCommandClient({ command, root, cwd, env, timeoutSeconds }),
  );
};

const openReplay = async (name: string, trail: string): Promise<Proposer> => {
  const [{ recordedRounds }, { replayProposer }] = await Promise.all([
    import("./adapters/replayed-trail.ts"),
    import("./proposers/replay.ts"),
  ]);
  return replayProposer(name, await recordedRounds(trail));
};

/** Half a challenge never counts: its files are there before they are feeds and gold. */
const feedsOf = (project: Project): InputFile[] => {
  const uncounted = uncountedChallenges(project.root);
  return listFeeds(feedFolder(project)).filter(({ path }) => !uncounted.has(path));
};

const feedFolder = ({ root, feeds }: Project): FeedFolder => ({
  path: pathsOf(root).inputs,
  ...feeds,
});

const openProjectFeeds = (project: Project): Promise<readonly OpenFeed[]> => {
  refuseStrangers(feedFolder(project));
  const feeds = feedsOf(project);
  const ours = writtenChallenges(project.root);
  return openFeeds(
    feeds.map((feed) => ({
      ...feed,
      said: ours.has(feed.path) ? asWeWrite : ruleFor(feed.name, project.feeds.rules),
    })),
  );
};

/** No pattern of the arena is meant for files that CleanLoop writes. */
const asWeWrite: RuleInForce = {
  rule: { format: "csv", delimiter: ",", quote: '"', encoding: "utf-8", header: 1 },
  from: "cleanloop challenge, which wrote it",
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
    ...feedsOf(project).map(({ path }) => path),
    ...builtPrograms(),
    ...compiledPrograms(),
  ];
};
