import type { IsolationMode } from "../isolation.ts";
import type { Isolation, Limits, Outcome } from "../run.ts";

/** One hostile program, in words. */
export interface Probe {
  readonly name: string;
  /** A text that goes the way of every candidate, or a program that has left its realm already. */
  readonly kind: "genome" | "escaped";
  readonly wants: string;
  /** Nothing it leaves deserves to be taken for tables. */
  readonly winsIfAccepted: boolean;
}

/** What was seen of one attack, from outside of the program. */
export interface Attack {
  /** Null when its runner never answered. */
  readonly outcome: Outcome | null;
  readonly detail: string;
  readonly violation: boolean;
  /** From the start of the run to its answer. */
  readonly durationMs: number;
  /** What is answered no later was not waited for. */
  readonly latestMs: number;
  /** Whether the program got as far as its attack; one that was turned away had no need to. */
  readonly began: boolean;
  /** Processes of it that were alive after the answer. */
  readonly survivors: number;
  /** What came true of what it may not do, a few words each. */
  readonly won: readonly string[];
}

/** What the operator asks of a red team; limits that are left out are its own, small ones. */
export interface RedTeamWish extends Partial<Limits> {
  readonly isolation: IsolationMode;
}

/** Hostile programs, and the ground that they are let loose on. */
export interface RedTeam {
  readonly isolation: Isolation;
  readonly probes: readonly Probe[];
  /** How many attacks this machine bears side by side. */
  readonly sideBySide: number;
  attack(probe: Probe, signal?: AbortSignal): Promise<Attack>;
}

/** What CleanLoop needs of the machine, and what is there. */
