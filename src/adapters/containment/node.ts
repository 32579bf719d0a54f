import { existsSync, readFileSync } from "node:fs";
import { platform } from "node:os";

/** The Node that runs genomes: the one that runs CleanLoop. */
export interface NodeFacts {
  readonly path: string;
  readonly version: string;
  /** Flag of Node's permission model, or null where it has none. */
  readonly permissionFlag: string | null;
  /** Whether that model covers the network too. */
  readonly permissionCoversNetwork: boolean;
  readonly hardeningFlags: readonly string[];
  /** Data memory that this Node reserves for itself without using it. */
  readonly reservedMb: number;
  /** Every shared library it needs, by the path it looks for. */
  readonly libraries: () => readonly string[];
}

export const thisNode = (): NodeFacts => {
  const knows = (flag: string): boolean => process.allowedNodeEnvironmentFlags.has(flag);
  return {
    path: process.execPath,
    version: process.version,
    permissionFlag:
      ["--permission", "--experimental-permission"].find((flag) => knows(flag)) ?? null,
    permissionCoversNetwork: knows("--allow-net"),
    hardeningFlags: [
      "--no-addons",
      "--no-warnings",
      "--disable-proto=delete",
      ...["--disable-sigusr1"].filter(knows),
    ],
    reservedMb: reservedMb(),
    libraries: once(sharedLibraries),
  };
};

/** What a run's Node may touch, as paths that the run sees. */
export interface Reach {
  readonly readable: readonly string[];
  readonly writable: readonly string[];
}

export const nodeFlags = (node: NodeFacts, reach: Reach): string[] => [
  "--experimental-vm-modules",
  ...node.hardeningFlags,
  ...permissionFlags(node, reach),
];

const permissionFlags = ({ permissionFlag }: NodeFacts, { readable, writable }: Reach): string[] =>
  permissionFlag === null
    ? []
    : [
        permissionFlag,
        ...[...readable, ...writable].map((path) => `--allow-fs-read=${path}`),
        ...writable.map((path) => `--allow-fs-write=${path}`),
      ];

/** Grows from version to version (48 MB on 20, 600 MB on 24), and with every thread's stack. */
const leastReservedMb = 128;

const reservedMb = (): number => {
  const status = platform() === "linux" ? readFileSync("/proc/self/status", "utf8") : "";
  const ownKb = Number(/^VmData:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  return Math.max(leastReservedMb, Math.ceil(ownKb / 1024));
};

const sharedLibraries = (): string[] => {
  const report: typeof process.report & { excludeNetwork?: boolean } = process.report;
  const before = report.excludeNetwork ?? false;
  report.excludeNetwork = true;
  const facts = report.getReport();
  report.excludeNetwork = before;
  const loaded: unknown = "sharedObjects" in facts ? facts.sharedObjects : [];
  return (Array.isArray(loaded) ? loaded : []).filter(isLibraryFile);
};

/** Not the kernel's own page, and not an addon that only CleanLoop has loaded. */
const isLibraryFile = (path: unknown): path is string =>
  typeof path === "string" && path.startsWith("/") && !path.endsWith(".node") && existsSync(path);

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/**
 * On SIGUSR1 Node opens a debugger that anyone on this machine may use, and a program without
 * namespaces can send that signal. Whoever listens for it keeps the debugger shut.
 */
export const guardParent = (): void => {
  if (process.platform !== "win32" && process.listenerCount("SIGUSR1") === 0)
    process.on("SIGUSR1", () => {});
};
