import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { setDeadline } from "../../../src/adapters/processes/deadline.ts";
import { startProgram } from "../../../src/adapters/processes/start-program.ts";
import { statusOf } from "../../support/processes.ts";
import { removeFolder } from "../../support/remove-folder.ts";

test("a program that ended in time is not blamed by a parent that was busy until after the limit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-deadline-"));
  try {
    const ended = join(folder, "ended");
    const program = await startProgram(
      { file: "/bin/sh", args: ["-c", 'echo done; : > "$1"', "sh", ended], cwd: "/", env: {} },
      { stdin: "nothing", handshake: false, keptLogBytes: 100, mostLogBytes: 100 },
    );
    const deadline = setDeadline(program, undefined);
    const wallMs = 20;
    deadline.start(wallMs);
    const busyUntil = performance.now() + 2 * wallMs;
    while (!existsSync(ended) || !isGone(program.pid) || performance.now() < busyUntil);
    expect(await deadline.over).toBeNull();
    expect(deadline.exit()).toEqual({ code: 0, signal: null });
    expect(program.stdout.text()).toBe("done\n");
    deadline.disarm();
  } finally {
    removeFolder(folder);
  }
});

/** Nobody has waited for it yet: a dead child is a zombie until the event loop turns. */
const isGone = (pid: number): boolean => statusOf(pid).includes("zombie");
