import type * as z from "zod/mini";
import type { CapCode, levelSchema, modes } from "../../domain/event-parts.ts";

export type Level = z.infer<typeof levelSchema>;
export type Mode = (typeof modes)[number];

export interface Rung {
  readonly name: string;
  /** What people in the field call it. */
  readonly elsewhere: string;
  readonly mode: Mode;
}

export const ladder: Readonly<Record<Level, Rung>> = {
  0: { name: "SUPERVISED", elsewhere: "manual", mode: "REVIEW" },
  1: { name: "MONITORED", elsewhere: "assisted", mode: "NOTIFY" },
  2: { name: "AUTONOMOUS", elsewhere: "supervised", mode: "AUTO" },
  3: { name: "FULL_AUTO", elsewhere: "autonomous", mode: "AUTO" },
};

export const levelAbove = { 0: 1, 1: 2, 2: 3, 3: null } as const;
export const levelBelow = { 0: null, 1: 0, 2: 1, 3: 2 } as const;

export const nameOf = (level: Level): string => ladder[level].name;

export const modeOf = (level: Level): Mode => ladder[level].mode;

/** What a level may do in a round that has caps: they only ever make it stricter. */
export const effectiveMode = (level: Level, caps: readonly CapCode[]): Mode => {
  if (caps.includes("force-review")) return "REVIEW";
  const own = modeOf(level);
  return own === "AUTO" && caps.length > 0 ? "NOTIFY" : own;
};
