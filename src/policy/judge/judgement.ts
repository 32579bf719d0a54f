import {
  type CheckScope,
  keyCheck,
  type PlannedCheck,
  plannedChecks,
  referenceCheck,
} from "../../cells/checks.ts";
import { fewestHeldOut } from "../../cells/held-out.ts";
import { contractOf, fitnessOf } from "../../cells/score.ts";
import { type Table, type TableName, tablesOf } from "../../domain/arena.ts";
import type { Check, Judged, Metrics } from "../../domain/evaluation.ts";
import type { Outcome } from "../../domain/run.ts";
import type { Gold } from "../gold.ts";
import {
  type CheckResult,
  cellsResult,
  headerResult,
  readableResult,
  referenceResult,
  repeatsResult,
  subsetResult,
  unreadResult,
} from "./check-results.ts";
import { Comparison, type ComparisonResult, type RowTexts } from "./comparison.ts";
import { RepeatWatch } from "./repeats.ts";
import { RowSubset } from "./subset.ts";
import { type TableFeed, TableScan } from "./table-scan.ts";

/** A judgement under way: each table of `order` is fed once, in that order; then it is finished. */
export interface Judgement {
  readonly order: readonly Table[];
  feed(table: TableName): TableFeed;
  finish(): Judged;
}

export const openJudgement = (gold: Gold, scope: CheckScope): Judgement =>
  new StreamedJudgement(gold, scope);

/** The judgement of a run that left no tables. */
export const notRun = (gold: Gold, outcome: Outcome): Judged => {
  const detail = `not run: ${outcome}`;
  const checks = plannedChecks(gold.arena, "all").map(
    ({ name }): Check => ({ name, passed: false, detail }),
  );
  return judgedFrom(checks, checks, new Comparison(gold).result());
};

/** Repaired rows come first: kept, they can be crossed off while the master table streams by. */
const feedingOrder: readonly TableName[] = ["repaired", "master", "failures"];

class StreamedJudgement implements Judgement {
  readonly order: readonly Table[];
  readonly #gold: Gold;
  readonly #plan: readonly PlannedCheck[];
  readonly #scans: ReadonlyMap<TableName, TableScan>;
  readonly #comparison: Comparison;
  readonly #subset: RowSubset;
  readonly #repeats: ReadonlyMap<string, RepeatWatch>;
  #fed = 0;

  constructor(gold: Gold, scope: CheckScope) {
    this.#gold = gold;
    this.#plan = plannedChecks(gold.arena, scope);
    this.#comparison = new Comparison(gold);
    this.#subset = new RowSubset();
    this.#repeats = new Map(
      this.#plan.flatMap((check) =>
        check.about === "repeats" ? [[check.name, new RepeatWatch(check)] as const] : [],
      ),
    );
    this.order = tablesOf(gold.arena)
      .filter(({ name }) => scope === "all" || name === "master")
      .sort((a, b) => feedingOrder.indexOf(a.name) - feedingOrder.indexOf(b.name));
    this.#scans = new Map(this.order.map((table) => [table.name, this.#scanOf(table)]));
  }

  feed(table: TableName): TableFeed {
    const next = this.order[this.#fed++]?.name;
    if (table !== next) throw new Error(`the table to feed now is "${next}", not "${table}"`);
    return this.#scan(table);
  }

  finish(): Judged {
    const wasRead = this.#scan("master").fault === null;
    const compared = (wasRead ? this.#comparison : new Comparison(this.#gold)).result();
    return judgedFrom(this.#checks(compared.metrics), this.#checks(compared.visible), compared);
  }

  #checks(metrics: Metrics): Check[] {
    return this.#plan.map((check) => ({ name: check.name, ...this.#resultOf(check, metrics) }));
  }

  #resultOf(check: PlannedCheck, metrics: Metrics): CheckResult {
    const scan = this.#scan(check.table.name);
    if (check.about === "readable") return readableResult(scan);
    if (scan.fault !== null) return unreadResult(scan);
    switch (check.about) {
      case "header":
        return headerResult(scan);
      case "subset":
        return this.#subsetResult(scan, this.#scan(check.of.name));
      case "cells":
        return cellsResult(scan.watch(check.name), check.rule, scan);
      case "repeats":
        return repeatsResult(this.#repeatsOf(check.name), scan);
      case "reference":
        return referenceResult(metrics);
    }
  }

  #subsetResult(inner: TableScan, outer: TableScan): CheckResult {
    return outer.fault === null ? subsetResult(this.#subset, inner, outer) : unreadResult(outer);
  }

  #scan(name: TableName): TableScan {
    const scan = this.#scans.get(name);
    if (!scan) throw new Error(`the table "${name}" is not judgedFrom here`);
    return scan;
  }

  #scanOf(table: Table): TableScan {
    const known = table.name === "master" ? this.#gold.rows : null;
    return new TableScan(table, this.#plan, known, (numbers, texts, rowNumber) => {
      if (table.name === "repaired") this.#subset.want(texts.json(), rowNumber);
      if (table.name === "master") this.#takeMaster(numbers, texts, rowNumber);
    });
  }

  #takeMaster(numbers: Uint32Array, texts: RowTexts, rowNumber: number): void {
    const key = this.#comparison.take(numbers, texts);
    if (!this.#subset.isEmpty) this.#subset.find(texts.json());
    for (const [check, watch] of this.#repeats)
      watch.see(rowNumber, texts, check === keyCheck ? key : -1);
  }

  #repeatsOf(check: string): RepeatWatch {
    const watch = this.#repeats.get(check);
    if (!watch) throw new Error(`no repeats are watched for "${check}"`);
    return watch;
  }
}

export const judgedFrom = (
  checks: readonly Check[],
  visibleChecks: readonly Check[],
  { metrics, visible, heldOut, missing, unexpected, rightCells, unmatched }: ComparisonResult,
): Judged => {
  const contract = contractOf(checks);
  return {
    evaluation: {
      score: passedIn(checks),
      total: checks.length,
      checks,
      metrics,
      visible,
      heldOut,
      fitness: fitnessOf(visible, contract),
      holdoutFitness:
        heldOut.rows < fewestHeldOut ? null : (heldOut.matched / heldOut.rows) * contract,
    },
    feedback: {
      checks: visibleChecks.map(withoutTotals),
      metrics: visible,
      missing,
      unexpected,
    },
    rightCells,
    unmatched,
  };
};

const passedIn = (checks: readonly Check[]): number => checks.filter(({ passed }) => passed).length;

/** A table's row count beside the visible counts tells how many held-out rows were matched. */
const withoutTotals = (check: Check): Check =>
  check.passed && check.name !== referenceCheck ? { ...check, detail: "passed" } : check;
