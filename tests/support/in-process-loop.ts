import { transformSync } from "oxc-transform";
import { isHeldOut } from "../../src/cells/held-out.ts";
import { typedRow } from "../../src/cells/typing.ts";
import type { Arena, TableName } from "../../src/domain/arena.ts";
import { sha256 } from "../../src/domain/digest.ts";
import type { Evaluation, Judged } from "../../src/domain/evaluation.ts";
import type { Origin } from "../../src/domain/genome.ts";
import type { Answer, Assignment, Attempt, InputRows, Rows } from "../../src/domain/proposing.ts";
import type { Cell, Genome, Input } from "../../src/kit/index.ts";
import * as kit from "../../src/kit/index.ts";
import { type Gold, GoldBuilder } from "../../src/policy/gold.ts";
import { openJudgement } from "../../src/policy/judge/judgement.ts";

/** A project in memory: what a loop would read from disk. */
export interface Feeds {
  readonly arena: Arena;
  readonly inputs: readonly InputRows[];
  /** All of it; what is held out is chosen as everywhere. */
  readonly gold: Rows;
}

export interface Round {
  readonly kept: boolean;
  readonly reason: string;
  readonly hypothesis: string;
  readonly fitness: number;
  readonly holdoutFitness: number | null;
  readonly rowF1: number;
  readonly changed: number;
  readonly proposeMs: number;
  readonly error: string | null;
}

export interface Repair {
  readonly text: string;
  readonly rounds: readonly Round[];
  readonly saturated: string | null;
  readonly evaluation: Evaluation;
  readonly feedback: Judged["feedback"];
}

type Tables = Readonly<Record<TableName, string[][]>>;

/**
 * The loop without its walls, for texts of our own search alone: it runs genomes in this process,
 * judges them with the real judge and keeps them by the keep rule. Nothing else may run here.
 */
export const repairInProcess = async (
  search: { propose(assignment: Assignment): Answer },
  feeds: Feeds,
  from: { readonly text: string; readonly origin: Origin },
  maxRounds = 20,
): Promise<Repair> => {
  const gold = goldOf(feeds);
  let text = from.text;
  let origin = from.origin;
  let judged = judge(gold, await run(text, feeds));
  const attempts: Attempt[] = [];
  const rounds: Round[] = [];
  for (let round = 1; round <= maxRounds; round++) {
    const started = performance.now();
    const answer = search.propose(assignmentOf(feeds, text, origin, judged, attempts, round));
    const proposeMs = performance.now() - started;
    const [proposal] = answer.proposals;
    if (!proposal)
      return {
        text,
        rounds,
        saturated: answer.saturated?.reason ?? null,
        evaluation: judged.evaluation,
        feedback: judged.feedback,
      };
    const tried = await tryText(gold, feeds, proposal.text);
    const reason = tried.error ?? (await refusal(judged, tried.judged, proposal.text, feeds));
    const kept = reason === null;
    const { fitness, holdoutFitness, visible } = tried.judged.evaluation;
    rounds.push({
      kept,
      reason: reason ?? "",
      hypothesis: proposal.hypothesis,
      fitness,
      holdoutFitness,
      rowF1: visible.rowF1,
      changed: changedLines(text, proposal.text),
      proposeMs,
      error: tried.error,
    });
    attempts.push({
      sha: sha256(proposal.text),
      parent: sha256(text),
      hypothesis: proposal.hypothesis,
      result: kept ? "kept" : (reason ?? ""),
      detail: "",
    });
    if (!kept) continue;
    text = proposal.text;
    origin = "search";
    judged = tried.judged;
  }
  return {
    text,
    rounds,
    saturated: null,
    evaluation: judged.evaluation,
    feedback: judged.feedback,
  };
};

const tryText = async (gold: Gold, feeds: Feeds, text: string) => {
  try {
    return { judged: judge(gold, await run(text, feeds)), error: null };
  } catch (error) {
    const empty = { master: [], repaired: [], failures: [] };
    return { judged: judge(gold, empty), error: String(error) };
  }
};

/** The keep rule and the vetoes, or null when the candidate is kept. */
const refusal = async (
  before: Judged,
  after: Judged,
  text: string,
  feeds: Feeds,
): Promise<string | null> => {
  const [old, now] = [before.evaluation, after.evaluation];
  if (now.fitness < old.fitness + 1e-6) return "no-better";
  if (now.visible.rowF1 < old.visible.rowF1 - 1e-12) return "rows-lost";
  if ((now.holdoutFitness ?? 0) < (old.holdoutFitness ?? 0)) return "held-out-lost";
  const heldOutRecall = now.heldOut.rows < 5 ? 1 : now.heldOut.matched / now.heldOut.rows;
  if (now.visible.recall > heldOutRecall + 0.35) return "overfit";
  const lost = old.checks.find(({ passed }, at) => passed && !now.checks[at]?.passed);
  if (lost) return `check-lost ${lost.name}`;
  return veto(text, feeds);
};

const veto = async (text: string, feeds: Feeds): Promise<string | null> => {
  const { vetoes } = feeds.arena;
  const once = await run(text, feeds);
  if (
    vetoes.includes("deterministic") &&
    JSON.stringify(await run(text, feeds)) !== JSON.stringify(once)
  )
    return "not deterministic";
  if (vetoes.includes("order-free")) {
    const reversed = feeds.inputs.map((input) => ({ ...input, rows: [...input.rows].reverse() }));
    const other = await run(text, { ...feeds, inputs: reversed });
    if (sortedRows(other.master) !== sortedRows(once.master)) return "hangs on the order of rows";
  }
  if (vetoes.includes("conserves-rows")) {
    const rows = feeds.inputs.flatMap((input) =>
      input.rows.filter((row) => row.some((c) => c.trim())),
    );
    if (rows.length !== once.master.length + once.failures.length) return "loses rows";
  }
  return null;
};

const sortedRows = (rows: readonly string[][]): string =>
  rows
    .map((row) => row.join("\u0001"))
    .sort()
    .join("\n");

/** The tables that a genome leaves. */
export const run = async (text: string, { arena, inputs }: Feeds): Promise<Tables> => {
  const tables: Tables = { master: [], repaired: [], failures: [] };
  const columns = {
    master: arena.master.columns,
    repaired: arena.repaired?.columns ?? [],
    failures: arena.failures?.columns ?? [],
  };
  await loaded(text)({
    inputs: inputs.map(inputOf),
    emit: (table, row) => {
      if (table !== "master" && table !== "repaired" && table !== "failures")
        throw new TypeError(`no table ${table}`);
      const names = columns[table].map(({ name }) => name);
      const unknown = Object.keys(row).find((name) => !names.includes(name));
      if (unknown !== undefined || names.length === 0) throw new TypeError(`no column ${unknown}`);
      tables[table].push(names.map((name) => written(row[name])));
    },
  });
  return tables;
};

const written = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? "" : String(cell);

const loaded = (text: string): Genome => {
  const { code, errors } = transformSync("clean_data.ts", text, {
    lang: "ts",
    sourceType: "module",
  });
  if (errors.length > 0) throw new SyntaxError(errors[0]?.message);
  const body = code
    .replace(/^import \{([^}]*)\} from "cleanloop\/kit";/gm, "var {$1} = kit;")
    .replace(/^export const clean\b/m, "const clean")
    .replace(/^export (async )?function clean\b/m, "$1function clean");
  return new Function("kit", `${body}\nreturn clean;`)(kit) as Genome;
};

const inputOf = ({ name, header, rows }: InputRows): Input => ({
  name,
  header,
  async *records() {
    for (const row of rows) {
      const record: Record<string, string> = {};
      for (let at = header.length - 1; at >= 0; at--) record[header[at] ?? ""] = row[at] ?? "";
      yield record;
    }
  },
  async *rows() {
    yield [...header];
    for (const row of rows) yield [...row];
  },
  text: async () => [header, ...rows].map((row) => row.join(",")).join("\n"),
});

const goldOf = ({ arena, gold }: Feeds): Gold => {
  const builder = new GoldBuilder(arena);
  for (const row of gold) builder.add(row);
  return builder.build();
};

const judge = (gold: Gold, tables: Tables): Judged => {
  const judgement = openJudgement(gold, "all");
  for (const table of judgement.order) {
    const feed = judgement.feed(table.name);
    feed.header(table.columns.map(({ name }) => name));
    feed.rows(tables[table.name]);
  }
  return judgement.finish();
};

export const visibleGold = ({ arena, gold }: Feeds): Rows =>
  gold.filter((row) => !isHeldOut(arena.name, arena.holdout, typedRow(arena.master.columns, row)));

const assignmentOf = (
  feeds: Feeds,
  text: string,
  origin: Origin,
  { evaluation, feedback }: Judged,
  attempts: readonly Attempt[],
  round: number,
): Assignment => ({
  arena: feeds.arena,
  genome: { text, sha: sha256(text), origin },
  focus: "value_normalization",
  standing: { outcome: "ok", detail: "", fitness: evaluation.fitness, ...feedback },
  inputs: feeds.inputs,
  gold: visibleGold(feeds),
  attempts: [...attempts],
  parked: [],
  refusedRules: [],
  candidates: 1,
  round,
  seed: 1,
});

const changedLines = (before: string, after: string): number => {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const left = new Map<string, number>();
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of now)
    if ((left.get(line) ?? 0) > 0) {
      shared++;
      left.set(line, (left.get(line) ?? 0) - 1);
    }
  return old.length + now.length - 2 * shared;
};
