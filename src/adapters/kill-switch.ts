import { rmSync, statSync } from "node:fs";
import type { KillSwitch } from "../domain/ports/control.ts";
import { pathsOf } from "../domain/project.ts";
import { writeWhole } from "./durable-files.ts";
import { reading, writing } from "./error-reasons.ts";
import { ensureFolder } from "./files.ts";

/** Well under the second within which a loop must have ended. */
const pollMs = 150;

/** Anything called STOP counts: whoever is in a hurry must not get it wrong. */
export const killSwitch = (root: string): KillSwitch => {
  const { stop, output } = pathsOf(root);
  const standing = (): string | null =>
    reading(stop, () => statSync(stop, { throwIfNoEntry: false })?.mtime.toISOString() ?? null);
  /** A switch that nobody can look at may well have been pulled. */
  const mayStand = (): boolean => {
    try {
      return standing() !== null;
    } catch {
      return true;
    }
  };
  return {
    standing,
    pull: () => {
      ensureFolder(output);
      if (standing() === null) writeWhole(stop, "stopped by cleanloop stop\n");
    },
    clear: () => {
      if (standing() === null) return false;
      writing(stop, () => rmSync(stop, { recursive: true, force: true }));
      return true;
    },
    watch: (pulled) => {
      const timer = setInterval(() => {
        if (!mayStand()) return;
        clearInterval(timer);
        pulled();
      }, pollMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
};
