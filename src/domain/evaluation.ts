export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

export interface Metrics {
  readonly referenceRows: number;
  readonly outputRows: number;
  readonly matchedRows: number;
  readonly missingRows: number;
  readonly unexpectedRows: number;
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
