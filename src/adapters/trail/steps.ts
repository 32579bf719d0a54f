/** The moments between which a killed writer leaves different things behind. */
export type TrailStep =
  | "locked"
  | "torn-copied"
  | "repair-noted"
  | "torn-cut"
  | "head-prepared"
  | "line-written"
  | "line-synced"
  | "head-published";

export type OnStep = (step: TrailStep) => void;
