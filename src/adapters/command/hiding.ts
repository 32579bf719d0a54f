import { runToEnd } from "../processes/run-to-end.ts";
import { NotStarted } from "../processes/start-program.ts";

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

/** The shell stays: the first process of a namespace is deaf to the signals that its own kind sends. */
const underTmpfs = [
  'mount -t tmpfs none "$1"; cd "$2"; shift 2; set +e',
  'setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"',
  "exit $?",
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

type Environment = Readonly<Record<string, string | undefined>>;

/** The first way that works on this machine, found by trying it; null when none does. */
export const findHiding = async (
  folder: string,
  cwd: string,
  env: Environment,
): Promise<Hiding | null> => {
  for (const hiding of [bwrap, unshare]) if (await works(hiding, folder, cwd, env)) return hiding;
  return null;
};

const works = async (
  hiding: Hiding,
  folder: string,
  cwd: string,
  env: Environment,
): Promise<boolean> => {
  const [file = "", ...args] = hiding.wrap(
    ["sh", "-c", `umount "$1" 2>/dev/null; test -z "$(ls -A "$1")"`, "sh", folder],
    folder,
    cwd,
  );
  try {
    const { stop, exit } = await runToEnd(
      { file, args, cwd, env },
      { input: "", timeoutMs: 20_000, keptLogBytes: 0, mostLogBytes: Number.POSITIVE_INFINITY },
    );
    return stop === null && exit?.code === 0;
  } catch (error) {
    if (error instanceof NotStarted) return false;
    throw error;
  }
};
