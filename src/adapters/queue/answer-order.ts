import { tmpdir } from "node:os";
import type { TableName } from "../../domain/arena.ts";
import { type Sha, sha256 } from "../../domain/digest.ts";
import type { MakeRun, WorkerNews } from "../../domain/ports/worker.ts";
import type { ContainedRun, InputFile } from "../../domain/run.ts";
import { reasonOf } from "../error-reasons.ts";
import { digestOfFile } from "../feeds/feed-files.ts";
import { outputFolder } from "../outputs.ts";
import { BadBlob, type Blobs, piecesOf, QueueFault } from "./blobs.ts";
import type { FeedCache } from "./feed-cache.ts";
import { orderSchema, type ReadOrder, type Report, type WorkerAnswer } from "./wire.ts";

export interface Answering {
  readonly worker: string;
  /** The loop that ordered it. */
  readonly run: string;
  readonly blobs: Blobs;
  /** Where what was seen is left. */
  readonly answers: Blobs;
  readonly feeds: FeedCache;
  readonly make: MakeRun;
  readonly hear: (news: WorkerNews) => void;
}

const mostGenomeBytes = 1_048_576;
/** More than people read of one run. */
const mostLogChars = 65_536;

/** From an order to the answer on it: fetches, runs, and leaves what was seen in the queue. */
export const answerOrder = async (
  answering: Answering,
  data: unknown,
  sayRunning: () => void,
  signal: AbortSignal,
): Promise<WorkerAnswer> => {
  const { worker, run: loop, hear } = answering;
  const read = orderSchema.safeParse(data);
  if (!read.success) return { kind: "fault", worker, detail: "it cannot read the order" };
  const order = read.data;
  const started = performance.now();
  const tell = (outcome: string): void =>
    hear({
      type: "ended",
      loop,
      genome: order.genome,
      outcome,
      durationMs: performance.now() - started,
    });
  hear({ type: "began", loop, genome: order.genome });
  try {
    const fetched = await fetchFor(answering, order);
    if (!fetched) return ended(tell, { kind: "missing", worker });
    signal.throwIfAborted();
    const { report, outcome } = await outputFolder(tmpdir()).withScratch(({ path }) =>
      runFor(answering, order, fetched, path, sayRunning, signal),
    );
    tell(outcome);
    return { kind: "ran", worker, report };
  } catch (error) {
    if (signal.aborted) return ended(tell, { kind: "handed-back", worker });
    if (error instanceof BadBlob) return ended(tell, { kind: "missing", worker });
    const kind = error instanceof QueueFault ? "cut-off" : "fault";
    return ended(tell, { kind, worker, detail: reasonOf(error).slice(0, 500) });
  }
};

const ended = (tell: (outcome: string) => void, answer: WorkerAnswer): WorkerAnswer => {
  tell("detail" in answer ? answer.detail : answer.kind);
  return answer;
};

interface Fetched {
  readonly genome: Buffer;
  readonly inputs: readonly InputFile[];
}

const fetchFor = async ({ blobs, feeds }: Answering, order: ReadOrder): Promise<Fetched | null> => {
  const genome = await blobs.text(order.genome, mostGenomeBytes);
  if (genome === null) return null;
  const inputs: InputFile[] = [];
  for (const { name, sha } of order.inputs) {
    const path = await feeds.path(sha);
    if (path === null) return null;
    inputs.push({ name, path });
  }
  return { genome, inputs };
};

const runFor = async (
  { answers, make }: Answering,
  { tables, limits, allowProcess }: ReadOrder,
  { genome, inputs }: Fetched,
  outputFolder: string,
  begins: () => void,
  signal: AbortSignal,
): Promise<{ readonly report: Sha; readonly outcome: string }> => {
  const job = { inputs, tables, limits, outputFolder };
  const run = await make({ genome, job, allowProcess }, begins, signal);
  signal.throwIfAborted();
  const made = run.outcome === "ok" ? [...run.tables] : [];
  const left = made.map(([name, path]) => ({ name, path, sha: digestOfFile(path) }));
  const text = Buffer.from(JSON.stringify(reportOf(run, left)));
  const report = sha256(text);
  await answers.putAll([
    ...left.map(({ sha, path }) => ({ sha, parts: piecesOf(path) })),
    { sha: report, parts: [text] },
  ]);
  return { report, outcome: run.outcome };
};

const reportOf = (
  run: ContainedRun,
  left: readonly { readonly name: TableName; readonly sha: Sha }[],
): Report => {
  const facts = {
    ...run.facts,
    stdout: run.facts.stdout.slice(0, mostLogChars),
    stderr: run.facts.stderr.slice(0, mostLogChars),
  };
  return run.outcome === "ok"
    ? { outcome: "ok", facts, tables: left.map(({ name, sha }) => ({ name, sha })) }
    : { outcome: run.outcome, facts, detail: run.detail.slice(0, 2000) };
};
