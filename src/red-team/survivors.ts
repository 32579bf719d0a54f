import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { end, identify } from "../adapters/containment/kernel-processes.ts";

import { attempted } from "./attempted.ts";

const graceMs = 200;

/** Processes of this machine that bear the token, after a moment for the kernel to bury the dead. */
export const survivorsOf = async (token: string, except: number): Promise<number[]> => {
  const deadline = performance.now() + graceMs;
  let alive = bearersOf(token, except);
  while (alive.length > 0 && performance.now() < deadline) {
    await after(10);
    alive = bearersOf(token, except);
  }
  return alive;
};

export const endSurvivors = (token: string): void => {
  for (const pid of bearersOf(token, process.pid)) end(identify(pid));
};

const bearersOf = (token: string, except: number): number[] =>
  (attempted(() => readdirSync("/proc")) ?? [])
    .filter((name) => /^\d+$/.test(name) && Number(name) !== except)
    .filter((pid) => attempted(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.includes(token))
    .map(Number);
