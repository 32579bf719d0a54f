import type { BackendName, Isolation, Layer } from "../../domain/run.ts";
import { kernelShowsProcesses } from "./kernel-processes.ts";
import type { NodeFacts } from "./node.ts";

import { seccompFilter } from "./seccomp/filter.ts";

const on = (name: string, detail: string): Layer => ({ name, on: true, detail });
const off = (name: string, detail: string): Layer => ({ name, on: false, detail });

/** What stands between a genome and the machine on this backend, and what does not. */
export const isolationBy = (backend: BackendName, node: NodeFacts): Isolation => ({
  backend,
  layers: [
    ...(backend === "process" ? withoutNamespaces : namespaces),
    systemCalls(backend),
    ...limits(backend),
    permissions(node),
    on("clean environment", "no inherited variable"),
    on("no code from strings", "eval and new Function throw in the genome's realm"),
    on("no native addons", "Node loads none"),
    on("own V8 realm", "the genome has no process, require or fetch"),
    on("output intake", "declared plain files only, copied by CleanLoop"),
  ],
});

const namespaces: readonly Layer[] = [
  on("user namespace", "the program is nobody and has no capability"),
  on("pid namespace", "it sees no other process, and none of its own outlives it"),
  on("network namespace", "no interface, not even loopback"),
  on("ipc, uts and cgroup namespaces", "nothing shared with other programs"),
  on(
    "private mounts",
    "only runtime, genome and inputs are there, read-only; output on a capped tmpfs",
  ),
];

const howToGetNamespaces = "needs namespaces (Linux, with bubblewrap or util-linux)";

const withoutNamespaces: readonly Layer[] = [
  ...["user namespace", "pid namespace", "network namespace", "private mounts"].map((name) =>
    off(name, howToGetNamespaces),
  ),
  on("own ended", "its process group is ended with it"),
];

const systemCalls = (backend: BackendName): Layer => {
  const name = "seccomp filter";
  if (backend !== "bwrap") return off(name, "needs bubblewrap (apt-get install bubblewrap)");
  return seccompFilter(process.arch) === null
    ? off(name, `no filter for ${process.arch} yet`)
    : on(name, "no sockets, new processes, links, mounts or tracing");
};

const limits = (backend: BackendName): Layer[] => {
  const watched = kernelShowsProcesses();
  const unseen = "this system shows no memory or processes of others; V8's heap limit remains";
  return [
    watched
      ? on("memory limit", "watched, with a hard limit above it")
      : off("memory limit", unseen),
    on("cpu limit", "ended by the kernel"),
    watched ? on("process limit", processLimit(backend)) : off("process limit", unseen),
    on("file-size limit", "and a limit on the number of open files; no core dumps"),
    on("output limit", backend === "process" ? "counted on disk" : "bytes and files, in memory"),
    on("wall clock", "ended by CleanLoop"),
  ];
};

const processLimit = (backend: BackendName): string => {
  if (backend === "bwrap") return "no new process, by the seccomp filter, and watched";
  return process.getuid?.() === 0 ? "watched" : "by the kernel, and watched";
};

const permissions = ({ permissionFlag, permissionCoversNetwork, version }: NodeFacts): Layer => {
  const name = "node permissions";
  if (permissionFlag === null) return off(name, `Node ${version} has none`);
  const reach = permissionCoversNetwork
    ? "files, processes, workers and network"
    : "files, processes and workers";
  return on(name, `${reach} (${permissionFlag})`);
};
