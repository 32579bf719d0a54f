import { type PlannedCheck, plannedChecks, type Scope } from "../../cells/checks.ts";
import { type Table, type TableName, tablesOf } from "../../domain/arena.ts";
import type { Check, Judged, Metrics } from "../../domain/evaluation.ts";
import type { Outcome } from "../../domain/run.ts";
import type { Gold } from "../gold.ts";
import { Comparison } from "./comparison.ts";
import { judged } from "./judged.ts";
import { Subset } from "./subset.ts";
import { type TableFeed, TableScan } from "./table-scan.ts";
import {
  cellsVerdict,
  headerVerdict,
  readableVerdict,
  referenceVerdict,
  subsetVerdict,
  unreadVerdict,
  type Verdict,
} from "./verdicts.ts";

/** A judgement under way: each table of `order` is fed once, in that order; then it is finished. */
export interface Judgement {
  readonly order: readonly Table[];
  feed(table: TableName): TableFeed;
  finish(): Judged;
}

export const openJudgement = (gold: Gold, scope: Scope): Judgement =>
  new StreamedJudgement(gold, scope);

/** The judgement of a run that left no tables. */
export const notRun = (gold: Gold, outcome: Outcome): Judged => {
  const detail = `not run: ${outcome}`;
  const checks = plannedChecks(gold.arena, "all").map(
    ({ name }): Check => ({ name, passed: false, detail }),
  );
  return judged(checks, checks, new Comparison(gold).result());
};

/** Repaired rows come first: kept, they can be crossed off while the master table streams by. */
const feedingOrder: readonly TableName[] = ["repaired", "master", "failures"];

class StreamedJudgement implements Judgement {
  readonly order: readonly Table[];
  readonly #gold: Gold;
  readonly #plan: readonly PlannedCheck[];
  readonly #scans: ReadonlyMap<TableName, TableScan>;
  readonly #comparison: Comparison;
  readonly #subset: Subset;
  #fed = 0;

  constructor(gold: Gold, scope: Scope) {
    this.#gold = gold;
    this.#plan = plannedChecks(gold.arena, scope);
    this.#comparison = new Comparison(gold);
    this.#subset = new Subset();
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
    return judged(this.#checks(compared.metrics), this.#checks(compared.visible), compared);
  }

  #checks(metrics: Metrics): Check[] {
    return this.#plan.map((check) => ({ name: check.name, ...this.#verdict(check, metrics) }));
  }

  #verdict(check: PlannedCheck, metrics: Metrics): Verdict {
    const scan = this.#scan(check.table.name);
    if (check.about === "readable") return readableVerdict(scan);
    if (scan.fault !== null) return unreadVerdict(scan);
    switch (check.about) {
      case "header":
        return headerVerdict(scan);
      case "subset":
        return this.#subsetVerdict(scan, this.#scan(check.of.name));
      case "cells":
        return cellsVerdict(scan.watch(check.name), check.rule, scan);
      case "reference":
        return referenceVerdict(metrics);
    }
  }

  #subsetVerdict(inner: TableScan, outer: TableScan): Verdict {
    return outer.fault === null ? subsetVerdict(this.#subset, inner, outer) : unreadVerdict(outer);
  }

  #scan(name: TableName): TableScan {
    const scan = this.#scans.get(name);
    if (!scan) throw new Error(`the table "${name}" is not judged here`);
    return scan;
  }

  #scanOf(table: Table): TableScan {
    return new TableScan(table, this.#plan, (typed, row) => {
      if (table.name === "repaired") this.#subset.want(typed, row);
      if (table.name === "master") this.#takeMaster(typed);
    });
  }

  #takeMaster(typed: readonly string[]): void {
    this.#comparison.take(typed);
    this.#subset.find(typed);
  }
}
