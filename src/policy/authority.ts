import type { ReviewReason } from "./envelope.ts";
import type { Mode } from "./trust/index.ts";

export interface Claim {
  readonly mode: Mode;
  readonly forceReview: boolean;
  /** Why the candidate leaves the envelope; empty when it does not. */
  readonly faults: readonly ReviewReason[];
  readonly reviewer: "human" | "judge";
  /** Whether trust has fallen in this run. */
  readonly demoted: boolean;
}

/** Who commits a candidate that would be kept; null and the reasons when a person must decide. */
export type Authority =
  | { readonly by: "trust" | "judge" }
  | { readonly by: null; readonly reasons: readonly ReviewReason[] };

export const authorityOver = ({
  mode,
  forceReview,
  faults,
  reviewer,
  demoted,
}: Claim): Authority => {
  if (mode !== "REVIEW" && faults.length === 0) return { by: "trust" };
  if (reviewer === "judge" && faults.length === 0 && !demoted) return { by: "judge" };
  return { by: null, reasons: mode === "REVIEW" ? [whyReview(forceReview), ...faults] : faults };
};

const whyReview = (forced: boolean): ReviewReason =>
  forced
    ? { code: "force-review", detail: "--force-review asks for a review of every change" }
    : { code: "supervised", detail: "at SUPERVISED nothing is committed without approval" };
