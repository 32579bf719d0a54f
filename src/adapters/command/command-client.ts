import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandClient } from "../../domain/proposing.ts";
import { findHiding } from "./hiding.ts";
import { runCommand } from "./run-command.ts";
import { copiedOut, programIn, type Where } from "./split-command-line.ts";

export interface CommandOptions extends Where {
  readonly command: string;
  readonly root: string;
  readonly timeoutSeconds: number;
}

/** Calls the operator's program, each time in an empty folder and without the project in sight. */
export const openCommandClient = async (options: CommandOptions): Promise<CommandClient> => {
  const { command, env, timeoutSeconds } = options;
  const named = programIn(command, options);
  const root = realpathSync(options.root);
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), "cleanloop-command-"));
  const hiding = await findHiding(root, scratch, env);
  const words = copiedOut(named, root, scratch);
  let calls = 0;
  return {
    notHidden: hiding
      ? null
      : `no namespaces here, so ${command} can see the project, its gold too; trust is capped at NOTIFY`,
    elapsed: () => performance.now(),
    call: async (request, signal) => {
      const cwd = join(scratch, `call-${++calls}`);
      mkdirSync(cwd);
      try {
        const whole = hiding?.wrap(words, root, cwd) ?? words;
        return await runCommand({ command: whole, cwd, env, request, timeoutSeconds, signal });
      } finally {
        remove(cwd);
      }
    },
    close: async () => remove(scratch),
  };
};

/** What cannot be removed, because somebody still writes to it, is left to the system's cleaning. */
const remove = (folder: string): void => {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
  } catch {}
};
