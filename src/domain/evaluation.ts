export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** One sentence for people, also when the check passes. */
  readonly detail: string;
}

export interface Metrics {
  readonly referenceRows: number;
  readonly outputRows: number;
  readonly matchedRows: number;
  readonly missingRows: number;
  readonly unexpectedRows: number;
  /** Rows that a partial gold says nothing about; they are in no other count. */
  readonly leftOutRows: number;
  readonly recall: number;
  readonly precision: number;
  readonly rowF1: number;
  readonly columnF1: Readonly<Record<string, number>>;
  readonly meanColumnF1: number;
}

/** Metrics on the gold rows that proposers may see. */
export type VisibleMetrics = Metrics;

export interface HeldOut {
  readonly rows: number;
  readonly matched: number;
}

export interface Evaluation {
  readonly score: number;
  readonly total: number;
  readonly checks: readonly Check[];
  /** Over the whole gold. */
  readonly metrics: Metrics;
  readonly visible: VisibleMetrics;
  readonly heldOut: HeldOut;
  readonly fitness: number;
  /** Null when too few rows are held out to say anything. */
  readonly holdoutFitness: number | null;
}

/**
 * All that a proposer may learn of a judgement: recomputed on the visible gold, and without any
 * held-out row. Rows are the first few, their cells in the master table's column order, as typed
 * and cut to a bounded length; they are data, not yet made safe for a terminal.
 */
export interface VisibleFeedback {
  readonly checks: readonly Check[];
  readonly metrics: VisibleMetrics;
  readonly missing: readonly (readonly string[])[];
  readonly unexpected: readonly (readonly string[])[];
}

export interface Judged {
  readonly evaluation: Evaluation;
  readonly feedback: VisibleFeedback;
  /** Which gold cells are right, for `cellChanges`; null where the gold has no key. */
  readonly rightCells: Uint8Array | null;
  /** How often each distinct gold row is still wanted. */
  readonly unmatched: Uint32Array;
}
