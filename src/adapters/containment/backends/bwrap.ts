import { limitLines, outputCeiling } from "../bounds.ts";
import { findProgram } from "../find-program.ts";
import { heldFolder } from "../output-folder.ts";
import { seccompFilter } from "../seccomp/filter.ts";
import { type Backend, type Places, type RunPlan, SetupFailed } from "./backend.ts";

import { type Mount, privatePlaces, privateRoot } from "./private-root.ts";

/** Bubblewrap: new namespaces, a root of the run's own and a filter for system calls. */
export const bwrap: Backend = {
  name: "bwrap",
  places: privatePlaces,
  launch: (plan, places) => {
    const program = findProgram("bwrap");
    if (program === null) throw new SetupFailed("bubblewrap is not installed");
    const root = privateRoot(plan, places);
    const filter = seccompFilter(process.arch);
    const filterFile = filter === null ? null : plan.runFolder.write("seccomp.bpf", filter);
    const script = [
      ...limitLines(plan.bounds),
      ...(filterFile === null ? [] : ['exec 5<"$1"', "shift"]),
      'exec "$@"',
    ].join("\n");
    return {
      command: {
        file: "/bin/sh",
        args: [
          ...["-c", script, "sh", ...(filterFile === null ? [] : [filterFile])],
          ...[program, ...separation, ...contents(plan, places, root.mounts)],
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

const contents = (plan: RunPlan, places: Places, mounts: readonly Mount[]): string[] => [
  ...mounts.flatMap(({ source, target }) => ["--ro-bind", source, target]),
  ...["--perms", "0700", "--size", `${outputCeiling(plan.bounds)}`, "--tmpfs", places.output],
  ...["--remount-ro", "/", "--chdir", "/"],
];
