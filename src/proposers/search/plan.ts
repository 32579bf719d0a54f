import { sha256 } from "../../domain/digest.ts";
import {
  type Assignment,
  type Proposal,
  plainReading,
  type Saturation,
} from "../../domain/proposing.ts";
import { branchWords, type Chain, chainExpr } from "./chain.ts";
import { columnExpr, type Expr } from "./expr.ts";
import { type ColumnFinding, type Findings, find } from "./findings.ts";
import { sorted } from "./order.ts";
import { shownColumns } from "./program/failures.ts";
import { bare, isKitName, literalsIn, readGenome } from "./program/genome-text.ts";
import type { ColumnRule, Program } from "./program/program.ts";
import { readers } from "./program/readers.ts";
import { render } from "./program/render.ts";
import { field, keepWords } from "./program/rows-code.ts";
import { isWrapped, wrapped, wrappedWords } from "./program/wrap.ts";
import { columnsOf } from "./rows.ts";
import { cellsChanged, type SimulatedOutcome, Simulator } from "./simulate.ts";
import { tightened } from "./tighten.ts";
import { unexplained } from "./unexplained.ts";

/** A change of a program: one column's rule, or one rule for rows. */
interface Step {
  /** What it brings, by a text that stays the same from genome to genome. */
  readonly rule: string;
  readonly words: string;
  readonly change: (program: Program) => Program;
}

interface Idea {
  readonly text: string;
  readonly words: string;
  readonly rules: readonly string[];
  readonly predicted: number | null;
  /** Null where somebody else's program is in the text. */
  readonly program: Program | null;
}

const leastGain = 1e-6;
/** What the default envelope allows: cells broken to cells put right, and lines changed. */
const brokenShare = 0.02;
const mostLines = 120;
const mostMemorised = 3;
const mostBundles = 12;
const fewRows = 20;

/** All that was found for one set of inputs and gold, and how to get there from a genome. */
export class Plan {
  #findings: Findings;
  readonly #simulator: Simulator;
  readonly #goldCells: ReadonlySet<string>;
  /** By digest, the programs behind the texts that were proposed. */
  readonly #programs = new Map<string, Program>();

  constructor(assignment: Assignment, told: (line: string) => void) {
    const found = find(assignment, told);
    const { arena, all, gold } = found;
    this.#simulator = new Simulator(arena, all, gold);
    this.#findings = found;
    told("conditions that keep odd rows out");
    this.#findings = tightened(found, this.#simulator, (findings) => {
      this.#findings = findings;
      return this.#fullProgram();
    });
    this.#goldCells = new Set(
      gold.flatMap((cells) => cells.map((cell) => cell.trim().toLowerCase())),
    );
  }

  /** What to try next on this genome, the best first. */
  propose(
    assignment: Assignment,
  ): Omit<Proposal, "proposer" | "model" | "tokens" | "costUsd" | "proposeMs">[] {
    const { genome, attempts, parked, refusedRules, candidates } = assignment;
    const tried = new Set([
      genome.sha,
      ...attempts.filter(({ parent }) => parent === genome.sha).map(({ sha }) => sha),
      ...parked.map(({ sha }) => sha),
    ]);
    const waiting = new Set(parked.map(({ rules }) => rules.join("\n")));
    const found: Omit<Proposal, "proposer" | "model" | "tokens" | "costUsd" | "proposeMs">[] = [];
    for (const idea of this.#ideas(assignment)) {
      const sha = sha256(idea.text);
      const isRefused = idea.rules.some((rule) => refusedRules.includes(rule));
      if (tried.has(sha) || isRefused || waiting.has(idea.rules.join("\n"))) continue;
      tried.add(sha);
      const { text, words, rules, predicted, program } = idea;
      if (program !== null) this.#programs.set(sha, program);
      found.push({ text, hypothesis: words, rules, predictedFitness: predicted, origin: "search" });
      if (found.length >= candidates) break;
    }
    return found;
  }

  saturation(): Saturation {
    return unexplained(this.#findings);
  }

  *#ideas(assignment: Assignment): Generator<Idea> {
    if (assignment.standing.fitness >= 1) return;
    const { sha, text } = assignment.genome;
    const present = this.#programs.get(sha) ?? this.#recognised(text);
    if (present !== null) yield* this.#from(present, assignment);
    else if (["starter", "search"].includes(assignment.genome.origin))
      yield* this.#rewritten(assignment);
    else yield* this.#builtUpon(assignment);
  }

  /** One step further from a program of ours: single ones first, then some together. */
  *#from(present: Program, assignment: Assignment): Generator<Idea> {
    const before = this.#simulator.outcome(present);
    const steps = this.#stepsFrom(present);
    const singles = sorted(
      steps.map((step) => ({ step, outcome: this.#simulator.outcome(step.change(present)) })),
      ({ outcome }) => -outcome.fitness,
    );
    for (const { step, outcome } of singles)
      if (gains(before, outcome))
        yield* this.#idea(step.change(present), [step], outcome, assignment);
    const bundles = singles
      .slice(0, mostBundles)
      .flatMap(({ step }, at) =>
        singles.slice(at + 1, mostBundles).map((other) => [step, other.step]),
      );
    for (const bundle of [...bundles, steps]) {
      if (bundle.length < 2) continue;
      const program = bundle.reduce((one, step) => step.change(one), present);
      const outcome = this.#simulator.outcome(program);
      if (gains(before, outcome)) yield* this.#idea(program, bundle, outcome, assignment);
    }
    for (const step of this.#otherwise()) {
      const program = step.change(present);
      const outcome = this.#simulator.outcome(program);
      if (gains(before, outcome)) yield* this.#idea(program, [step], outcome, assignment);
    }
  }

  *#idea(
    program: Program,
    steps: readonly Step[],
    outcome: SimulatedOutcome,
    { genome }: Assignment,
  ): Generator<Idea> {
    const text = render(program);
    if (changedLines(genome.text, text) > mostLines) return;
    if (this.#memorised(text, genome.text) > (program.arena.limits.memorised ?? mostMemorised))
      return;
    yield this.#written({ text, program }, steps, outcome);
  }

  #written(
    written: Pick<Idea, "text" | "program">,
    steps: readonly Step[],
    outcome: SimulatedOutcome,
  ): Idea {
    return {
      ...written,
      words: steps.map(({ words }) => words).join("; "),
      rules: steps.map(({ rule }) => rule),
      predicted: this.#findings.isWhole ? outcome.fitness : null,
    };
  }

  /** A starter, or a program that cannot be built upon, is written anew. */
  *#rewritten(assignment: Assignment): Generator<Idea> {
    const few = this.#findings.pairs.length < fewRows ? "; few rows, so not sure" : "";
    const first: Step = {
      rule: plainReading,
      words: `${rewriting(assignment.genome.origin)}; ${plainReading}${few}`,
      change: (program) => program,
    };
    let program = this.#plainProgram();
    const steps: Step[] = [first];
    for (;;) {
      const outcome = this.#simulator.outcome(program);
      yield* this.#better(program, steps, assignment);
      const from = program;
      const [best] = sorted(
        this.#stepsFrom(from).map((step) => {
          const next = step.change(from);
          return { step, next, fitness: this.#simulator.outcome(next).fitness };
        }),
        ({ fitness }) => -fitness,
      );
      if (!best || best.fitness < outcome.fitness + leastGain) break;
      steps.push(best.step);
      program = best.next;
    }
    for (const step of this.#otherwise())
      yield* this.#better(step.change(program), [first, step], assignment);
  }

  /** The program as an idea, where it is better than what is in force. */
  *#better(program: Program, steps: readonly Step[], { standing }: Assignment): Generator<Idea> {
    const outcome = this.#simulator.outcome(program);
    const now = {
      fitness: standing.fitness,
      metrics: { rowF1: standing.metrics.rowF1 },
      failing: standing.checks.filter(({ passed }) => !passed).map(({ name }) => name),
    };
    if (isBetter(now, outcome))
      yield this.#written({ text: render(program), program }, steps, outcome);
  }

  /** Columns made in the next best way. */
  #otherwise(): Step[] {
    return this.#findings.columns.flatMap((finding) =>
      nextBest(finding).map((chain): Step => {
        const rule = ruleOf(finding, chain);
        const words = `${rule.name}: rather ${rule.branches.map(branchWords).join("; else ")}`;
        return { rule: words, words, change: (program) => withRules(program, [rule]) };
      }),
    );
  }

  /** What others wrote stays: our rules settle the rows and mend the columns that it does not. */
  *#builtUpon(assignment: Assignment): Generator<Idea> {
    const { genome, standing } = assignment;
    const program = this.#fullProgram();
    if (this.#simulator.outcome(program).fitness <= standing.fitness) return;
    const worse = worseColumns(standing.metrics.columnF1);
    for (const mended of worse.length > 0 ? [worse, []] : [[]]) {
      const text = wrapped(genome.text, program, mended);
      if (text === null) {
        yield* this.#rewritten(assignment);
        return;
      }
      const words = wrappedWords(program, mended, this.#findings.pairs.length);
      yield { text, words, rules: [words], predicted: null, program: null };
    }
  }

  #fullProgram(): Program {
    const plain = this.#plainProgram();
    return this.#stepsFrom(plain).reduce((one, step) => step.change(one), plain);
  }

  #plainProgram(): Program {
    const { arena, layout, columns, all, needed, fileColumn } = this.#findings;
    const sources = new Map(
      columns.flatMap(({ column, complete, plain }) => {
        const source = (plain.branches[0] ?? complete.branches[0])?.expr.sources[0];
        return source === undefined ? [] : [[column.name, source] as const];
      }),
    );
    return {
      arena,
      layout,
      columns: columns.map((finding) => this.#plainRule(finding)),
      needed: arena.failures ? needed : [],
      drops: [],
      keep: null,
      shown: shownColumns(
        arena.failures?.columns ?? [],
        columnsOf(all.rows).filter((name) => name !== fileColumn),
        sources,
      ),
      fileColumn,
    };
  }

  /** An unexplained column passes through where the input has one of its name, else it is blank. */
  #plainRule(finding: ColumnFinding): ColumnRule {
    const { plain, column } = finding;
    if (plain.branches.length > 0) return ruleOf(finding, plain);
    const source = finding.task.sources.find(({ name }) => name === column.name);
    return source && column.type === "text"
      ? copyRule(finding, source.expr)
      : ruleOf(finding, plain);
  }

  #stepsFrom(present: Program): Step[] {
    const { columns, drops, keep, needed, arena } = this.#findings;
    const found: Step[] = columns.flatMap((finding): Step[] => {
      const rule = ruleOf(finding, finding.complete);
      const now = present.columns.find(({ name }) => name === rule.name);
      if (finding.complete.branches.length === 0 || now?.expr.key === rule.expr.key) return [];
      return [
        {
          rule: `${rule.name}: ${rule.branches.map(branchWords).join("; else ")}`,
          words: columnWords(finding),
          change: (program) => withRules(program, [rule, ...this.#usedBy(finding)]),
        },
      ];
    });
    for (const drop of drops)
      if (!present.drops.includes(drop))
        found.push({
          rule: `rows: leave out those where ${drop.guard.words}`,
          words: `rows: leave out those where ${drop.guard.words}, ${drop.support} rows`,
          change: (program) => ({ ...program, drops: [...program.drops, drop] }),
        });
    if (keep !== null && present.keep === null)
      found.push({
        rule: `rows: ${keepWords(keep)}`,
        words: `rows: ${keepWords(keep)}, ${keep.support} rows go`,
        change: (program) => ({ ...program, keep }),
      });
    if (!arena.failures && needed.length > 0 && present.needed.length === 0)
      found.push({
        rule: `rows: leave out those without ${needed.join(", ")}`,
        words: `rows: leave out those without ${needed.join(", ")}`,
        change: (program) => ({ ...program, needed }),
      });
    return found;
  }

  /** The rules of other columns that a column's rule is built on. */
  #usedBy({ uses }: ColumnFinding): ColumnRule[] {
    return this.#findings.columns
      .filter(({ column }) => uses.includes(column.name))
      .map((finding) => ruleOf(finding, finding.complete));
  }

  /** Which program of ours a text is; null where it is none, or somebody changed it. */
  #recognised(text: string): Program | null {
    if (isWrapped(text)) return null;
    const genome = readGenome(text);
    if (!genome?.fields) return null;
    const plain = this.#plainProgram();
    const full = this.#fullProgram();
    const columns: ColumnRule[] = [];
    for (const finding of this.#findings.columns) {
      const span = genome.fields.get(finding.column.name);
      if (span === undefined) return null;
      const rule = this.#variants(finding).find((one) =>
        [plain, full].some((program) => isWritten(one, program, span.text, genome.declared)),
      );
      if (rule === undefined) return null;
      columns.push(rule);
    }
    const said = bare(text);
    const base: Program = { ...plain, columns };
    const withNeeded = said.includes("constneeded=")
      ? { ...base, needed: this.#findings.needed }
      : { ...base, needed: [] };
    const { keep, drops } = this.#findings;
    const withKeep =
      keep !== null && said.includes(bare("rowKey(settled,"))
        ? { ...withNeeded, keep }
        : withNeeded;
    const program = {
      ...withKeep,
      drops: drops.filter(
        ({ guard }) =>
          said.includes(`"${bare(guard.words)}"`) || said.includes(bare(`if (${guard.key})`)),
      ),
    };
    return bare(render(program)) === said ? program : null;
  }

  #variants(finding: ColumnFinding): ColumnRule[] {
    const others = nextBest(finding).map((chain) => ruleOf(finding, chain));
    return [ruleOf(finding, finding.complete), this.#plainRule(finding), ...others];
  }

  #memorised(text: string, before: string): number {
    const known = new Set(literalsIn(before).map((one) => one.trim().toLowerCase()));
    const suspects = new Set(
      literalsIn(text)
        .map((one) => one.trim().toLowerCase())
        .filter((one) => one.length >= 2 && this.#goldCells.has(one) && !known.has(one)),
    );
    if (suspects.size === 0) return 0;
    const { all } = this.#findings;
    for (const { cells } of all.rows) {
      if (suspects.size === 0) break;
      for (const cell of Object.values(cells)) {
        const lower = cell.toLowerCase();
        for (const suspect of suspects) if (lower.includes(suspect)) suspects.delete(suspect);
      }
    }
    return suspects.size;
  }
}

const rewriting = (origin: Assignment["genome"]["origin"]): string => {
  if (origin === "starter") return "rewrites the starter";
  return origin === "search" ? "writes its steps anew" : "replaces the program by one of its own";
};

const withRules = (program: Program, rules: readonly ColumnRule[]): Program => ({
  ...program,
  columns: program.columns.map((now) => rules.find(({ name }) => name === now.name) ?? now),
});

const ruleOf = ({ column, reader }: ColumnFinding, chain: Chain): ColumnRule => ({
  name: column.name,
  reader: isKitName(reader) ? `${reader}Cell` : reader,
  branches: chain.branches,
  expr: chainExpr(chain.branches),
  rows: chain.rows,
});

const copyRule = (finding: ColumnFinding, expr: Expr): ColumnRule =>
  ruleOf(finding, {
    branches: [{ expr: columnExpr(expr.sources[0] ?? ""), guard: null, support: 0 }],
    bits: 0,
    hits: 0,
    rows: finding.complete.rows,
    odd: 0,
  });

const isWritten = (
  rule: ColumnRule,
  program: Program,
  said: string,
  declared: ReadonlyMap<string, { readonly text: string }>,
): boolean => {
  const changed = withRules(program, [rule]);
  const code = field(rule, changed)
    .filter((line) => !line.trim().startsWith("//"))
    .join("\n");
  if (
    !bare(code)
      .replace(/,$/, "")
      .endsWith(`:${bare(said)}`)
  )
    return false;
  const functions = readers(rule, changed).filter((line) => !line.startsWith("//"));
  return functions.every((one) => {
    const [, name = ""] = /^const (\w+)/.exec(one) ?? [];
    return bare(declared.get(name)?.text ?? "") === bare(one);
  });
};

/** Told with how sure it is; with few rows that is said aloud. */
const columnWords = ({ column, complete, heldBack }: ColumnFinding): string => {
  const branches = complete.branches.map(
    (branch) => `${branchWords(branch)}, ${branch.support} of ${complete.rows} rows`,
  );
  const few = complete.rows < fewRows ? "; few rows, so not sure" : "";
  const held =
    heldBack === null
      ? ""
      : `; right on ${heldBack.right} of ${heldBack.rows} rows not used to learn it${heldBack.byKey ? ", with keys it had not seen" : ""}`;
  return `${column.name}: ${branches.join("; else ")}${held}${few}`;
};

const nextBest = ({ others }: ColumnFinding): readonly Chain[] => others.slice(0, 2);

interface Standing {
  readonly fitness: number;
  readonly metrics: { readonly rowF1: number };
  readonly failing: readonly string[];
}

const isBetter = (before: Standing, after: Standing): boolean =>
  after.fitness >= before.fitness + leastGain &&
  after.metrics.rowF1 >= before.metrics.rowF1 - 1e-9 &&
  after.failing.every((check) => before.failing.includes(check));

const gains = (before: SimulatedOutcome, after: SimulatedOutcome): boolean => {
  if (!isBetter(before, after)) return false;
  const { fixed, broken } = cellsChanged(before.right, after.right);
  return broken <= brokenShare * fixed;
};

const changedLines = (before: string, after: string): number => {
  const left = new Map<string, number>();
  const [old, now] = [before.split("\n"), after.split("\n")];
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of now) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    shared++;
    left.set(line, count - 1);
  }
  return old.length + now.length - 2 * shared;
};

/** The columns that are furthest from the gold; rows that are missing set all of them back. */
const worseColumns = (columnF1: Readonly<Record<string, number>>): string[] => {
  const best = Math.max(...Object.values(columnF1));
  const worst = Math.min(...Object.values(columnF1));
  const limit = (best + worst) / 2;
  return Object.entries(columnF1).flatMap(([name, f1]) =>
    f1 <= limit && f1 < best - 0.01 ? [name] : [],
  );
};
