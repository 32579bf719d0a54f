import { sha256 } from "../../domain/digest.ts";
import type { Fault } from "./faults.ts";

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
