/** Why a loop is ended from outside; the reason that its signal carries. */
export const haltCauses = ["stopped", "interrupted", "budget-time"] as const;
export type HaltCause = (typeof haltCauses)[number];

const isHaltCause = (value: unknown): value is HaltCause =>
  haltCauses.some((cause) => cause === value);

export const haltCause = (signal: AbortSignal): HaltCause =>
  isHaltCause(signal.reason) ? signal.reason : "interrupted";

const reasons = {
  stopped: { code: "stopped", detail: "the kill switch was pulled" },
  interrupted: { code: "interrupted", detail: "a signal asked for the end" },
  "budget-time": { code: "budget", detail: "the time that this run may take is over" },
} as const;

export const haltReason = (signal: AbortSignal) => reasons[haltCause(signal)];
