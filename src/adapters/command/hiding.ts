import { execFileSync } from "node:child_process";

/** Starts a program for which a folder is not there. */
export interface Hiding {
  readonly name: "bwrap" | "unshare";
  wrap(command: readonly string[], folder: string, cwd: string): readonly string[];
}

/**
 * Everything as it is, but for the folder; and no process of it outlives the first. Without
 * capabilities nobody, root included, takes away what lies over the folder.
 */
const bwrap: Hiding = {
  name: "bwrap",
  wrap: (command, folder, cwd) => [
    "bwrap",
    ...["--dev-bind", "/", "/", "--proc", "/proc", "--tmpfs", folder],
    ...["--unshare-pid", "--die-with-parent", "--cap-drop", "ALL", "--chdir", cwd, "--"],
    ...command,
  ],
};

const underTmpfs = [
  'mount -t tmpfs none "$1"; cd "$2"; shift 2',
  'exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"',
].join("; ");

const unshare: Hiding = {
  name: "unshare",
  wrap: (command, folder, cwd) => [
    "unshare",
    ...["--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child=KILL"],
    ...["sh", "-ec", underTmpfs, "sh", folder, cwd],
    ...command,
  ],
};

/** The first way that works on this machine, found by trying it; null when none does. */
export const findHiding = (folder: string, cwd: string): Hiding | null =>
  [bwrap, unshare].find((hiding) => works(hiding, folder, cwd)) ?? null;

const works = (hiding: Hiding, folder: string, cwd: string): boolean => {
  const [program = "", ...args] = hiding.wrap(
    ["sh", "-c", `umount "$1" 2>/dev/null; test -z "$(ls -A "$1")"`, "sh", folder],
    folder,
    cwd,
  );
  try {
    execFileSync(program, args, { stdio: "ignore", timeout: 5000 });
    return true;
  } catch {
    return false;
  }
};
