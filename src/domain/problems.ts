import { type ExitCode, exitCode } from "./exit-codes.ts";
import type { OpenQuestion } from "./feed-reading.ts";

interface Wording {
  /** What is wrong, with the actual value or path. */
  readonly says: string;
  /** What to do next. */
  readonly hint: string;
  readonly exit?: ExitCode;
}

/** Every way a user can be stopped, and all the English for it. */
const catalogue = {
  "no-project": (a: { from: string }) => ({
    says: `no CleanLoop project in ${a.from} or above it (a project has the folders genome/ and data/)`,
    hint: "go to a project's folder, pass --root DIR, or set CLEANLOOP_ROOT",
  }),
  "not-a-project": (a: { root: string; missing: string; source: string }) => ({
    says: `${a.root} (from ${a.source}) is not a CleanLoop project: it has no ${a.missing}`,
    hint: "name a folder that holds genome/ and data/",
  }),
  "init-exists": (a: { root: string; parts: readonly string[] }) => ({
    says: `${a.root} holds ${a.parts.join(", ")} already`,
    hint: "name another folder; or add --force, which moves them into a folder before-init-1 beside the new ones",
  }),
  "foreign-target": (a: { path: string }) => ({
    says: `${a.path} is there already, and cleanloop run did not make it`,
    hint: "name a folder that is not there yet: it will be a link to one whole version, which cannot replace a folder with files in it",
  }),
  "bad-shards": (a: { finding: string }) => ({
    says: `these shards cannot be merged: ${a.finding}`,
    hint: "run what is missing or differs again, then merge; nothing was published",
    exit: exitCode.finding,
  }),
  "not-splittable": (a: { finding: string }) => ({
    says: `--shard shares out the rows of one feed, and ${a.finding}`,
    hint: 'list "splittable" under "vetoes" in data/arena.json, so that the loop keeps only genomes that clean rows apart as they do together; or give as many files as shards',
  }),
  "cannot-add": (a: { why: string; gone: readonly string[] }) => ({
    says: `--since-last cannot add to what is published: ${a.why}, and ${a.gone.join(", ")}, which the tables hold, ${a.gone.length === 1 ? "is" : "are"} not among the inputs`,
    hint: "give all files again, or another folder with --out",
  }),
  "file-missing": (a: { path: string; what: string; hint: string }) => ({
    says: `${a.what} is missing: ${a.path}`,
    hint: a.hint,
  }),
  "cannot-read": (a: { path: string; reason: string }) => ({
    says: `cannot read ${a.path}: ${a.reason}`,
    hint: "check that it is a plain file that this user may read",
  }),
  "cannot-write": (a: { path: string; reason: string }) => ({
    says: `cannot write ${a.path}: ${a.reason}`,
    hint: "free some space or fix the folder's permissions, then run the command again; nothing was half-written",
  }),
  "report-in-project": (a: { path: string; folder: string }) => ({
    says: `${a.path} is in ${a.folder}, where the project keeps what it is made of`,
    hint: "name a file outside of genome/, data/ and .output/",
  }),
  "cannot-listen": (a: { host: string; port: number; reason: string }) => ({
    says: `cannot listen on ${a.host}:${a.port}: ${a.reason}`,
    hint: "name another --port, or --port 0 for any that is free",
  }),
  "not-json": (a: { path: string; reason: string }) => ({
    says: `${a.path} is not JSON: ${a.reason}`,
    hint: "fix it at that place (no comments, no trailing commas)",
  }),
  "bad-config": (a: { path: string; findings: readonly string[] }) => ({
    says: `${a.path}: ${a.findings.join("; ")}`,
    hint: "fix the file; the schemas shipped with CleanLoop list every key",
  }),
  "bad-flag": (a: { flag: string; value: string; expected: string }) => ({
    says: `${a.flag} ${JSON.stringify(a.value)} is not ${a.expected}`,
    hint: `give ${a.flag} a value that is ${a.expected}`,
  }),
  "bad-usage": (a: { command: string; message: string }) => ({
    says: a.message,
    hint: `see cleanloop ${a.command} --help`,
  }),
  "unknown-topic": (a: {
    asked: string;
    nearest: string | undefined;
    topics: readonly string[];
  }) => ({
    says: `there is no help on ${JSON.stringify(a.asked)}`,
    hint:
      a.nearest === undefined
        ? `there is help on ${a.topics.join(", ")} and on each command`
        : `did you mean cleanloop help ${a.nearest}? cleanloop help lists all topics`,
  }),
  "no-history": (_: object) => ({
    says: "the trail holds no judged round yet, so there is no history to tell trust from",
    hint: "run cleanloop loop first, or leave --from-history out to see a simulation",
  }),
  "no-inputs": (a: { folder: string }) => ({
    says: `no input: ${a.folder} holds no feed`,
    hint: "put at least one there: .csv, .tsv, .jsonl, .json, .parquet or .xlsx",
  }),
  "not-a-feed": (a: { path: string; name: string; isFile: boolean }) => ({
    says: `${a.path} is ${a.isFile ? "not a feed: its name tells no format" : "not a plain file, so it is not a feed"}`,
    hint: `move it away, or list it in data/arena.json: "ignore": [${JSON.stringify(a.name)}]${a.isFile ? `; if it is one: "feeds": { ${JSON.stringify(a.name)}: { "format": "csv" } }` : ""}`,
  }),
  "two-readings": (a: OpenQuestion & { path: string; name: string; rule: string | null }) => ({
    says: `${a.path} can be read in two ways: ${a.key} ${a.either.map(({ value, means }) => `${JSON.stringify(value)} (${means})`).join(" or ")}`,
    hint: `say which in ${a.rule ?? `data/arena.json: "feeds": { ${JSON.stringify(a.name)}`}: { ${JSON.stringify(a.key)}: ${JSON.stringify(a.either[0].value)} }${a.rule === null ? " }" : ""}`,
  }),
  "bad-input": (a: { path: string; finding: string; hint: string }) => ({
    says: `${a.path} ${a.finding}`,
    hint: a.hint,
  }),
  "bad-gold": (a: { path: string; finding: string }) => ({
    says: `gold ${a.path} ${a.finding}`,
    hint: "the gold is UTF-8 CSV with exactly the master table's columns and one right answer a row",
  }),
  "partial-unsaid": (a: { key: string; known: number; header: string; inFeeds: number }) => ({
    says: `the gold knows ${a.known} values of its key ${a.key}, and the feeds have ${a.inFeeds} in their column ${a.header}`,
    hint: 'say in data/arena.json whether the gold knows only some rows: "partial": true under "gold", or "partial": false where the other rows must not come out',
  }),
  "isolation-unavailable": (a: { wanted: string; reason: string; hint: string }) => ({
    says: `isolation "${a.wanted}" is not available on this machine: ${a.reason}`,
    hint: a.hint,
    exit: exitCode.noIsolation,
  }),
  "not-started": (a: { detail: string }) => ({
    says: `no program could be run: ${a.detail}`,
    hint: "see whether this machine is out of memory, processes or disk, then run the command again; nothing was decided",
    exit: exitCode.noIsolation,
  }),
  "no-queue-packages": (_: object) => ({
    says: "a queue was named, and the packages that speak to one are not installed",
    hint: "npm install bullmq ioredis, beside CleanLoop",
  }),
  "no-queue": (_: object) => ({
    says: "no queue was named",
    hint: "pass --queue redis://HOST:6379, or set CLEANLOOP_QUEUE",
  }),
  "bad-queue": (a: { source: string }) => ({
    says: `${a.source} is not the URL of a queue`,
    hint: "give it as redis://HOST:6379, or rediss:// with TLS; a password as redis://:PASSWORD@HOST:6379",
  }),
  "queue-unreachable": (a: { queue: string; reason: string }) => ({
    says: `the queue ${a.queue} cannot be used: ${a.reason}`,
    hint: "see whether Redis or Valkey runs there and whether the URL names the right user and password",
  }),
  locked: (a: { path: string; pid: number; host: string; command: string; since: string }) => ({
    says: `${a.path} is held by process ${a.pid} on ${a.host} (${a.command}) since ${a.since}`,
    hint: "wait for that process or end it; if it is certain that it no longer runs, delete the file",
  }),
  "seals-changed": (a: { changed: readonly string[] }) => ({
    says: `changed since the last recorded run: ${a.changed.join(", ")}`,
    hint: "if that was you: cleanloop loop --accept-changes records it and sets trust to SUPERVISED; else run cleanloop verify",
  }),
  "stop-stands": (a: { path: string; since: string }) => ({
    says: `the kill switch ${a.path} has been set since ${a.since}`,
    hint: "find out why it was set, then: cleanloop stop --clear",
  }),
  "no-such-review": (a: { id: string; pending: readonly string[] }) => ({
    says: `no candidate waits for review under ${JSON.stringify(a.id)}`,
    hint:
      a.pending.length > 0
        ? `waiting: ${a.pending.join(", ")}`
        : "nothing waits; cleanloop observe shows what was decided",
  }),
  "rows-not-shown": (a: { review: string; finding: string }) => ({
    says: `the rows that ${a.review} changes cannot be shown: ${a.finding}`,
    hint: `cleanloop review export ${a.review} --patch shows its code; cleanloop review approve ${a.review} judges it anew, and refuses it if it no longer passes`,
    exit: exitCode.finding,
  }),
  "no-such-repair": (a: { id: string; finding: string }) => ({
    says: `${JSON.stringify(a.id)} ${a.finding}`,
    hint: "name a candidate that waits (cleanloop review list) or a round as cleanloop observe shows it, such as r12",
  }),
  "bad-proposer": (a: { value: string; finding: string }) => ({
    says: `--proposer ${JSON.stringify(a.value)} ${a.finding}`,
    hint: "use search, openai, command:<program> or replay:<trail>",
  }),
  "trail-damaged": (a: { path: string; finding: string }) => ({
    says: `the evidence trail ${a.path} was damaged: ${a.finding}`,
    hint: "nothing was changed; bring trail.jsonl and head.json back from a copy, or move both away to begin a new trail",
  }),
  "unsound-trail": (a: { says: string }) => ({
    says: a.says,
    hint: "run cleanloop verify: it names what is wrong and what still stands",
    exit: exitCode.finding,
  }),
  "unknown-genome": (a: { asked: string }) => ({
    says: `${a.asked} is neither a round of the trail nor the digest of a text in .output/genomes`,
    hint: "cleanloop observe shows the rounds and the digests of their genomes",
  }),
  "ambiguous-genome": (a: { asked: string; meant: readonly string[] }) => ({
    says: `${a.asked} may be ${a.meant.join(" or ")}`,
    hint: "give more of the digest",
  }),
  "unknown-round": (a: { asked: number; last: number | null }) => ({
    says: `the trail has no round ${a.asked}: ${a.last === null ? "it has no rounds yet" : `its last is ${a.last}`}`,
    hint: "cleanloop observe shows the rounds",
  }),
  "unknown-record": (a: { asked: string; key: readonly string[]; near: string | undefined }) => ({
    says:
      a.key.length === 0
        ? `no input cell is exactly ${JSON.stringify(a.asked)}`
        : `neither an input row nor a row of the gold or the master table has ${a.key.join(", ")} ${JSON.stringify(a.asked)}`,
    hint: [
      ...(a.near === undefined ? [] : [`did you mean ${JSON.stringify(a.near)}?`]),
      a.key.length === 0
        ? "arena.json names no gold.key, so the record is told by a cell of its own, as it stands in the feed"
        : `the record is told by ${a.key.join(", ")}, which arena.json names as gold.key`,
    ].join(" "),
  }),
  "many-records": (a: { asked: string; rows: number; keyed: boolean }) => ({
    says: `${JSON.stringify(a.asked)} stands in ${a.rows} input rows, and a story is of one record`,
    hint: a.keyed
      ? "the arena's gold.key should tell rows apart; name columns that do"
      : "give a cell that only this row has, such as its number",
  }),
  "challenges-there": (a: { files: readonly string[] }) => ({
    says: `challenge files are already there: ${a.files.join(", ")}`,
    hint: "take them away first: cleanloop challenge --remove",
  }),
  "challenges-unknown": (a: { files: readonly string[]; manifest: string }) => ({
    says: `${a.manifest} does not name ${a.files.join(", ")}, so CleanLoop did not write them`,
    hint: "nothing was removed; delete them by hand if they are not wanted",
  }),
  "no-challenge": (a: { reason: string; hint: string }) => ({
    says: `no row can be made harder with a sure answer: ${a.reason}`,
    hint: a.hint,
  }),
  "genome-damaged": (a: { path: string; found: string }) => ({
    says: `${a.path} does not hold the text it is named after: its digest is ${a.found}`,
    hint: "nothing was overwritten; bring the file back from a copy, or move it away",
  }),
  "endpoint-setting": (a: { variable: string; finding: string; hint: string }) => ({
    says: `${a.variable} ${a.finding}`,
    hint: a.hint,
  }),
  "endpoint-refused": (a: { status: number; said: string; key: string; model: string }) => ({
    says: `the endpoint refused the key in ${a.key} with HTTP ${a.status}: ${a.said}`,
    hint: `set a key that may use the model in ${a.model}`,
  }),
  "no-price": (a: { model: string }) => ({
    says: `a budget in US$ needs the price of the model ${JSON.stringify(a.model)}, and cleanloop.json has none`,
    hint: `add its US$ per million tokens: { "endpoint": { "prices": { ${JSON.stringify(a.model)}: { "input": 1, "output": 2 } } } }`,
  }),
} satisfies Record<string, (args: never) => Wording>;

type Catalogue = typeof catalogue;
export type ProblemCode = keyof Catalogue;
type ArgumentsOf<Code extends ProblemCode> = Parameters<Catalogue[Code]>[0];

/** A user's mistake or the machine's refusal: a code, its arguments and a hint. Never our bug. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly hint: string;
  readonly exit: ExitCode;

  private constructor(code: ProblemCode, wording: Wording) {
    super(wording.says);
    this.code = code;
    this.hint = wording.hint;
    this.exit = wording.exit ?? exitCode.mistake;
  }

  static of<Code extends ProblemCode>(code: Code, args: ArgumentsOf<Code>): Problem {
    const word = catalogue[code] as (args: ArgumentsOf<Code>) => Wording;
    return new Problem(code, word(args));
  }
}
