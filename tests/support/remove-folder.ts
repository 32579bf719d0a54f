import { rmSync } from "node:fs";

/** Also one that a process which was just ended has written to last. */
export const removeFolder = (path: string): void =>
  rmSync(path, { recursive: true, force: true, maxRetries: 20 });
