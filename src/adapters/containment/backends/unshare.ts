import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writing } from "../../error-reasons.ts";
import { limitLines, outputCeiling, threadLimitLine } from "../bounds.ts";
import { findProgram } from "../find-program.ts";
import { heldFolder } from "../output-folder.ts";
import { type Backend, type Places, type RunPlan, SetupFailed } from "./backend.ts";

import { type Mount, privatePlaces, privateRoot } from "./private-root.ts";

/** The same namespaces and mounts by util-linux alone, which nearly every Linux has. */
export const unshare: Backend = {
  name: "unshare",
  places: privatePlaces,
  launch: (plan, places) => {
    const program = {
      unshare: needed("unshare"),
      mount: needed("mount"),
      setpriv: needed("setpriv"),
    };
    const root = privateRoot(plan, places);
    const folder = plan.runFolder.makeFolder("root");
    const table = plan.runFolder.write("fstab", layOut(folder, plan, places, root.mounts));
    const script = setupScript(plan);
    return {
      command: {
        file: program.setpriv,
        args: [
          ...["--no-new-privs", "--pdeathsig", "KILL"],
          ...[program.unshare, "--user", "--map-root-user", ...namespaces],
          ...["/bin/sh", "-c", script, "sh"],
          ...[program.mount, table, folder, program.unshare],
          ...root.command,
        ],
        cwd: "/",
      },
      locate: (announced) => {
        const pid = /^ready (\d+)\n/.exec(announced)?.[1];
        if (pid === undefined) return null;
        const output = heldFolder(`/proc/${pid}/root${folder}${places.output}`);
        return { pid: Number(pid), wrapped: true, output };
      },
    };
  },
};

const namespaces = [
  ...["--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup"],
  ...["--fork", "--kill-child=SIGKILL"],
];

const needed = (name: string): string => {
  const path = findProgram(name);
  if (path === null) throw new SetupFailed(`${name} (of util-linux) is not installed`);
  return path;
};

/**
 * Runs as the first process of the namespace. The program gets a further user namespace, in which
 * it is nobody: so it has no capability here, and inside a changed root it can gain none.
 * The first process stays, so that the program's death by signal can be told.
 */
const setupScript = ({ bounds }: RunPlan): string =>
  [
    "mount=$1 table=$2 root=$3 unshare=$4",
    "shift 4",
    '"$mount" -n -a -T "$table" || exit 1',
    "read -r pid rest </proc/self/stat",
    'echo "ready $pid" >&3',
    "read -r go <&4 || exit 1",
    "exec 3>&- 4<&- 5>&2 2>/dev/null",
    "unset PWD OLDPWD SHLVL",
    ...limitLines(bounds),
    threadLimitLine(bounds.threads),
    '"$unshare" --user --map-user=65534 --map-group=65534 --root="$root" --wd=/ -- "$@" 2>&5 5>&-',
    "exit $?",
  ].join("\n");

/** Makes the mount points and gives the table of what is mounted on them. */
const layOut = (root: string, plan: RunPlan, places: Places, shared: readonly Mount[]): string => {
  for (const mount of shared) makePoint(root, mount);
  const output = join(root, places.output);
  writing(output, () => mkdirSync(output));
  const size = `size=${outputCeiling(plan.bounds)},nr_inodes=${2 * plan.bounds.outputFiles}`;
  return [
    line(root, root, "bind,ro,nosuid,nodev,noexec"),
    ...shared.map(({ source, target, holds }) =>
      line(source, join(root, target), `bind,ro,nosuid,nodev${holds === "data" ? ",noexec" : ""}`),
    ),
    line("tmpfs", output, `rw,nosuid,nodev,noexec,mode=0700,${size}`, "tmpfs"),
  ].join("");
};

const makePoint = (root: string, { target, kind }: Mount): void => {
  const point = join(root, target);
  writing(point, () => {
    mkdirSync(kind === "folder" ? point : dirname(point), { recursive: true });
    if (kind === "file") writeFileSync(point, "");
  });
};

const line = (source: string, target: string, options: string, type = "none"): string =>
  `${escaped(source)} ${escaped(target)} ${type} ${options} 0 0\n`;

/** As fstab(5) asks for it. */
const escaped = (path: string): string =>
  path.replace(/[\\\s#]/g, (mark) => `\\${mark.charCodeAt(0).toString(8).padStart(3, "0")}`);
