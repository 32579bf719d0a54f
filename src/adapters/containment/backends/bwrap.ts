import { limitLines, outputCeiling } from "../bounds.ts";
import { heldFolder } from "../output-folder.ts";
import { findProgram } from "../programs.ts";
import { seccompFilter } from "../seccomp/filter.ts";
import { SetupFailed } from "../setup-failed.ts";
import type { Backend, Places, Task } from "./backend.ts";
import { type Mount, privatePlaces, privateRoot } from "./private-root.ts";

/** Bubblewrap: new namespaces, a root of the run's own and a filter for system calls. */
export const bwrap: Backend = {
  name: "bwrap",
  places: privatePlaces,
  launch: (task, places) => {
    const program = findProgram("bwrap");
    if (program === null) throw new SetupFailed("bubblewrap is not installed");
    const root = privateRoot(task, places);
    const filter = seccompFilter(process.arch);
    const filterFile = filter === null ? null : task.workspace.write("seccomp.bpf", filter);
    const script = [
      ...limitLines(task.bounds),
      ...(filterFile === null ? [] : ['exec 5<"$1"', "shift"]),
      'exec "$@"',
    ].join("\n");
    return {
      command: {
        file: "/bin/sh",
        args: [
          ...["-c", script, "sh", ...(filterFile === null ? [] : [filterFile])],
          ...[program, ...separation, ...contents(task, places, root.mounts)],
          ...["--info-fd", "3", "--block-fd", "4"],
          ...(filterFile === null ? [] : ["--seccomp", "5"]),
          ...["--", ...root.command],
        ],
        cwd: "/",
      },
      locate: (announced) => {
        const pid = /"child-pid": (\d+)\D/.exec(announced)?.[1];
        if (pid === undefined) return null;
        const output = heldFolder(`/proc/${pid}/root${places.output}`);
        return { pid: Number(pid), wrapped: true, output };
      },
    };
  },
};

const nobody = "65534";

const separation = [
  ...["--unshare-all", "--unshare-user", "--uid", nobody, "--gid", nobody],
  ...["--cap-drop", "ALL", "--die-with-parent", "--new-session"],
  ...["--clearenv", "--setenv", "TZ", "UTC"],
];

const contents = (task: Task, places: Places, mounts: readonly Mount[]): string[] => [
  ...mounts.flatMap(({ source, target }) => ["--ro-bind", source, target]),
  ...["--perms", "0700", "--size", `${outputCeiling(task.bounds)}`, "--tmpfs", places.output],
  ...["--remount-ro", "/", "--chdir", "/"],
];
