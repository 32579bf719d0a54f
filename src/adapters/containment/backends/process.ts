import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { type Bounds, limitLines, threadLimitLine, v8Flags } from "../bounds.ts";
import { findProgram } from "../find-program.ts";
import { plainFolder } from "../output-folder.ts";

import { type Backend, jobFolderName, nodeCommand, type RunPlan } from "./backend.ts";

/** No namespaces: a ended of its own, the kernel's limits, Node's permissions, an empty environment. */
export const processOnly: Backend = {
  name: "process",
  places: (plan) => ({
    runtime: realpathSync(plan.runtimeFolder),
    job: join(plan.runFolder.folder, jobFolderName),
    inputs: plan.inputs.map((input, index) => nameable(plan, realpathSync(input.path), index)),
    output: plan.runFolder.makeFolder("output"),
  }),
  launch: (plan, places) => {
    const command = nodeCommand(plan, places, v8Flags(plan.bounds));
    const [file = "", ...args] =
      process.platform === "win32" ? command : limited(command, plan.bounds);
    return {
      command: { file, args, cwd: plan.runFolder.folder },
      locate: (_, leader) => ({
        pid: leader,
        wrapped: false,
        output: plainFolder(places.output, plan.bounds.outputFiles),
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
const nameable = ({ runFolder }: RunPlan, path: string, index: number): string =>
  /[*,]/.test(path) ? runFolder.copy(path, join(jobFolderName, `${index}.csv`)) : path;

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
