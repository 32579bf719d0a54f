import { sha256 } from "../../domain/digest.ts";
import { quotedLine, type Scrub } from "./scrub.ts";

/** How a call can fail, as far as that matters to what happens next. */
export type Fault =
  /** Answered with a status of failure; nothing is charged for that. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly said: string;
      readonly retryAfter: string | null;
    }
  /** No connection came about. */
  | { readonly kind: "unreachable"; readonly said: string }
  /** Sent, and the answer did not come whole. What it cost, nobody can tell. */
  | { readonly kind: "broken"; readonly said: string }
  | { readonly kind: "too-large" }
  | { readonly kind: "late" }
  | { readonly kind: "stopped" };

/** One message for each way in which a call can fail. */
export const faultMessage = (fault: Fault, patience: string, scrub: Scrub): string => {
  switch (fault.kind) {
    case "refused":
      return `the endpoint answered HTTP ${fault.status}: ${quotedLine(fault.said, scrub)}${whatToSet(fault.said)}`;
    case "unreachable":
      return `the endpoint cannot be reached: ${quotedLine(fault.said, scrub)}`;
    case "broken":
      return `the connection broke before the answer was whole: ${quotedLine(fault.said, scrub)}`;
    case "too-large":
      return "the endpoint's answer is larger than any repair can be";
    case "late":
      return `no answer within ${patience}`;
    case "stopped":
      return "stopped before the endpoint answered";
  }
};

/** Models differ in how long their answers may be, and no endpoint says it beforehand. */
const whatToSet = (said: string): string =>
  /max_(completion_)?tokens/i.test(said) ? " (endpoint.maxOutputTokens in cleanloop.json)" : "";

const firstWait = 500;
const longestBackoff = 8_000;
/** An endpoint that asks for more gets this, and no more tries than any other. */
const longestObeyed = 60_000;

/** Whether the same question may well be answered a little later. */
export const willPass = (fault: Fault): boolean => {
  switch (fault.kind) {
    case "refused":
      if (/insufficient_quota/.test(fault.said)) return false;
      return [408, 409, 425, 429].includes(fault.status) || fault.status >= 500;
    case "unreachable":
    case "broken":
      return true;
    case "too-large":
    case "late":
    case "stopped":
      return false;
  }
};

/** How long to wait: what the endpoint asked for, else twice as long each time, spread by the seed. */
export const waitMs = (fault: Fault, tries: number, seed: string, nowMs: number): number => {
  const asked = fault.kind === "refused" ? askedMs(fault.retryAfter, nowMs) : null;
  if (asked !== null) return Math.min(asked, longestObeyed);
  const backoff = Math.min(firstWait * 2 ** tries, longestBackoff);
  return Math.round(backoff * (0.5 + shareFrom(`${seed}:${tries}`) / 2));
};

/** `Retry-After` holds seconds or a date. */
const askedMs = (retryAfter: string | null, nowMs: number): number | null => {
  if (retryAfter === null || retryAfter.trim() === "") return null;
  const seconds = Number(retryAfter);
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - nowMs : seconds * 1_000;
  return Number.isNaN(ms) ? null : Math.max(ms, 0);
};

const shareFrom = (seed: string): number => Number.parseInt(sha256(seed).slice(0, 8), 16) / 2 ** 32;
