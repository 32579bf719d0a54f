import { basename, join } from "node:path";
import { csvLine } from "../../cells/csv-line.ts";
import type { FeedReading, FeedRules } from "../../domain/feed-reading.ts";
import { decidedValue, ruleOf } from "../../domain/feed-reading.ts";
import type { NewProjectTools, Placed, StagedProject } from "../../domain/ports/new-project.ts";
import { Problem } from "../../domain/problems.ts";
import { type FoundTable, goldMistakeIn } from "../../policy/starting/gold-columns.ts";
import { type Inferred, inferArena } from "../../policy/starting/infer-arena.ts";
import { goldOfOtherFeeds } from "../../policy/starting/other-feeds.ts";
import { type EvaluateResult, evaluateGenome } from "../evaluate.ts";
import { exampleFeeds, exampleGold } from "./example.ts";
import { projectTexts } from "./project-texts.ts";
import { type AskReading, settledReading } from "./settled-reading.ts";

export interface InitRequest {
  /** Where the project will be. */
  readonly root: string;
  readonly inputs: readonly string[];
  /** The table of right answers; without one and without inputs, an example is made. */
  readonly gold: string | null;
  readonly partial: boolean;
  /** Whether feeds are linked to, where they are, and not copied. */
  readonly link: boolean;
  readonly force: boolean;
}

export interface InitFeed {
  readonly name: string;
  readonly reading: FeedReading;
  readonly rowCount: number;
  /** False where it has more rows than were looked at. */
  readonly isWhole: boolean;
}

export interface InitResult {
  readonly root: string;
  readonly feeds: readonly InitFeed[];
  readonly gold: { readonly path: string; readonly rowCount: number };
  readonly inferred: Inferred;
  readonly placed: Placed;
  readonly evaluated: EvaluateResult;
  readonly isExample: boolean;
}

/** So many rows of each feed are looked at: enough to tell, and few enough to hold. */
const mostRows = 200_000;
const goldPath = "data/gold/expected.csv";

/** Makes a whole project of feeds and gold, or nothing. */
export const init = async (
  tools: NewProjectTools,
  request: InitRequest,
  ask: AskReading | null,
  signal: AbortSignal,
): Promise<InitResult> => {
  checkRequest(tools, request);
  const staged = tools.stage(request.root);
  try {
    const sources = request.gold === null ? layExample(staged) : bringFeeds(staged, request);
    const gold = request.gold ?? join(staged.root, goldPath);
    const made = await makeIn(staged, { tools, request, ask, signal, sources, gold });
    signal.throwIfAborted();
    return { ...made, root: request.root, placed: staged.place(request.force) };
  } finally {
    staged.discard();
  }
};

const checkRequest = (tools: NewProjectTools, { inputs, gold, force, root }: InitRequest): void => {
  if ((gold === null) !== (inputs.length === 0))
    throw Problem.of("bad-usage", {
      command: "init",
      message:
        gold === null
          ? "--input names the feeds, but no --gold says which rows are right"
          : "--gold says which rows are right, but no --input names the feeds",
    });
  const parts = force ? [] : tools.partsThere(root);
  if (parts.length > 0) throw Problem.of("init-exists", { root, parts });
  for (const path of inputs) tools.checkFile(path, "the feed");
  if (gold !== null) tools.checkFile(gold, "the gold");
  const names = inputs.map((path) => basename(path));
  const twice = inputs.find((path, at) => names.indexOf(basename(path)) < at);
  if (twice === undefined) return;
  throw Problem.of("bad-input", {
    path: twice,
    finding: `has the same name as another feed, ${basename(twice)}`,
    hint: "feeds lie side by side in data/input: give each a name of its own",
  });
};

interface FeedSource {
  readonly name: string;
  readonly path: string;
}

const bringFeeds = (staged: StagedProject, { inputs, link }: InitRequest): FeedSource[] =>
  inputs.map((path) => {
    const name = basename(path);
    staged.bring(`data/input/${name}`, path, link ? "link" : "copy");
    return { name, path };
  });

const layExample = (staged: StagedProject): FeedSource[] => {
  staged.write(goldPath, exampleGold);
  return Object.entries(exampleFeeds).map(([name, text]) => {
    staged.write(`data/input/${name}`, text);
    return { name, path: join(staged.root, "data/input", name) };
  });
};

interface Making {
  readonly tools: NewProjectTools;
  readonly request: InitRequest;
  readonly ask: AskReading | null;
  readonly signal: AbortSignal;
  readonly sources: readonly FeedSource[];
  readonly gold: string;
}

type Made = Omit<InitResult, "root" | "placed">;

const makeIn = async (staged: StagedProject, making: Making): Promise<Made> => {
  const { tools, request, sources, signal } = making;
  const feeds: (FoundTable & { readonly reading: FeedReading })[] = [];
  for (const source of sources) feeds.push(await foundFeed(source, making));
  const gold = await foundGold(making);
  const stranger = goldOfOtherFeeds(gold, feeds);
  if (stranger) throw Problem.of("bad-input", { path: making.gold, ...stranger });
  const name = basename(request.root) || "project";
  const inferred = inferArena({
    name,
    feeds,
    gold,
    rules: rulesFor(feeds),
    decimal: feeds.every(({ reading }) => decidedValue(reading.decimal) === ",") ? "," : ".",
    bytes: sources.reduce((sum, { path }) => sum + tools.checkFile(path, "the feed"), 0),
    partial: request.partial,
  });
  if (request.partial && inferred.key === null)
    throw Problem.of("bad-input", {
      path: making.gold,
      finding: "has no column, nor two, that tell its rows apart as the feeds' rows are told apart",
      hint: "with --partial, rows are found by such a key: add one to the gold, as the feeds have it",
    });
  staged.write(goldPath, [gold.header, ...gold.rows].map(csvLine).join(""));
  const texts = projectTexts({
    name,
    inferred,
    feeds: feeds.map((feed) => feed.name),
    kitTypes: tools.kitTypes(request.root),
  });
  for (const [path, text] of Object.entries(texts)) staged.write(path, text);
  return {
    feeds: feeds.map(({ name: feed, reading, rows }) => ({
      name: feed,
      reading,
      rowCount: rows.length,
      isWhole: rows.length < mostRows,
    })),
    gold: { path: making.gold, rowCount: gold.rows.length },
    inferred,
    evaluated: await evaluateGenome(tools.open(staged.root), signal),
    isExample: request.gold === null,
  };
};

const foundFeed = async (
  { name, path }: FeedSource,
  { tools, ask }: Making,
): Promise<FoundTable & { readonly reading: FeedReading }> => {
  const reading = await settledReading(path, await tools.describe(path), ask);
  const [header = [], ...rows] = await tools.rows(path, reading, mostRows);
  if (rows.length === 0)
    throw Problem.of("bad-input", {
      path,
      finding: header.length === 0 ? "is empty" : "has a header, but no row",
      hint: "a feed has a line of column names and rows below it",
    });
  return { name, header, rows, reading };
};

const foundGold = async ({ tools, ask, gold }: Making): Promise<FoundTable> => {
  const reading = await settledReading(gold, await tools.describe(gold), ask);
  const [header = [], ...rows] = await tools.rows(gold, reading, Number.POSITIVE_INFINITY);
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ""));
  const table = { name: basename(gold), header, rows: filled };
  const mistake = goldMistakeIn(table);
  if (mistake) throw Problem.of("bad-input", { path: gold, ...mistake });
  return table;
};

/** One rule for all feeds that are read alike and end alike, else one for each. */
const rulesFor = (feeds: readonly { name: string; reading: FeedReading }[]): FeedRules => {
  const rules = feeds.map(({ name, reading }) => [name, ruleOf(reading)] as const);
  const endings = new Set(rules.map(([name]) => endingOf(name)));
  return Object.fromEntries(
    [...endings].flatMap((ending) => {
      const group = rules.filter(([name]) => endingOf(name) === ending);
      const [[, first] = []] = group;
      const areAlike = group.every(([, rule]) => JSON.stringify(rule) === JSON.stringify(first));
      return first && areAlike && group.length > 1 ? [[`*${ending}`, first] as const] : group;
    }),
  );
};

const endingOf = (name: string): string => /\.[^.]*(\.gz)?$/.exec(name)?.[0] ?? name;
