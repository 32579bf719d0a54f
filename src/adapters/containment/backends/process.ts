import { copyFileSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { writing } from "../../files.ts";
import { type Bounds, limitLines, threadLimitLine } from "../bounds.ts";
import { v8Flags } from "../heap.ts";
import { plainFolder } from "../output-folder.ts";
import { findProgram } from "../programs.ts";
import { type Backend, jobFolderName, type Task } from "./backend.ts";
import { nodeCommand } from "./node-command.ts";

/** No namespaces: a session of its own, the kernel's limits, Node's permissions, an empty environment. */
export const processOnly: Backend = {
  name: "process",
  places: (task) => ({
    runtime: realpathSync(task.runtimeFolder),
    job: join(task.workspace.folder, jobFolderName),
    inputs: task.inputs.map((input, index) => nameable(task, realpathSync(input.path), index)),
    output: task.workspace.makeFolder("output"),
  }),
  launch: (task, places) => {
    const command = nodeCommand(task, places, v8Flags(task.bounds));
    const [file = "", ...args] =
      process.platform === "win32" ? command : limited(command, task.bounds);
    return {
      command: { file, args, cwd: task.workspace.folder },
      locate: (_, leader) => ({
        pid: leader,
        wrapped: false,
        output: plainFolder(places.output, task.bounds.outputFiles),
      }),
    };
  },
};

/** The kernel's limits are set by a shell; where it can be had, the run also dies with CleanLoop. */
const limited = (command: readonly string[], bounds: Bounds): string[] => {
  const setpriv = findProgram("setpriv");
  const script = [
    "read -r go <&4 || exit 1",
    "exec 3>&- 4<&-",
    "unset PWD OLDPWD SHLVL",
    ...limitLines(bounds),
    ...ownThreadLimit(bounds),
    'exec "$@"',
  ].join("\n");
  return [
    ...(setpriv === null ? [] : [setpriv, "--no-new-privs", "--pdeathsig", "KILL"]),
    ...["/bin/sh", "-c", script, "sh"],
    ...command,
  ];
};

/** Node's flags give some characters of a path a meaning; such a file is copied to a plain name. */
const nameable = (task: Task, path: string, index: number): string => {
  if (!/[*,]/.test(path)) return path;
  const copy = join(task.workspace.folder, jobFolderName, `${index}.csv`);
  writing(copy, () => copyFileSync(path, copy));
  return copy;
};

/** Everything that this user runs counts, so the limit is what there is now and some more. */
const ownThreadLimit = ({ threads }: Bounds): string[] => {
  const user = process.getuid?.();
  if (process.platform !== "linux" || user === undefined || user === 0) return [];
  return [threadLimitLine(threadsOf(user) + 4 * threads)];
};

const threadsOf = (user: number): number => {
  let threads = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    try {
      const status = readFileSync(`/proc/${pid}/status`, "latin1");
      if (Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]) === user)
        threads += Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]);
    } catch {
      // It ended while we were counting.
    }
  return threads;
};
