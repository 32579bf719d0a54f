import { existsSync, readFileSync } from "node:fs";
import { platform } from "node:os";
import type { BackendName } from "../../domain/run.ts";

import { findProgram } from "./find-program.ts";

/** Why a backend is not available here, as it said itself when it was tried. */
export interface BackendRefusal {
  readonly backend: BackendName;
  readonly reason: string;
}

export const reasonFrom = (refusals: readonly BackendRefusal[]): string =>
  platform() === "linux"
    ? refusals.map(({ backend, reason }) => `${backend}: ${reason}`).join("; ")
    : `namespaces are a thing of Linux, and this is ${platform()}`;

/** What an operator can do to get namespaces on this machine. */
export const hintForNamespaces = (): string => {
  if (platform() !== "linux") return "run CleanLoop on Linux, or in a Linux virtual machine";
  const findings = causes.filter(({ holds }) => holds()).map(({ remedy }) => remedy);
  return findings.join("; ") || "ask the person who runs this machine to allow user namespaces";
};

const setting = (path: string): string => {
  try {
    return readFileSync(`/proc/sys/${path}`, "utf8").trim();
  } catch {
    return "";
  }
};

const causes: readonly { readonly holds: () => boolean; readonly remedy: string }[] = [
  {
    holds: () => findProgram("bwrap") === null,
    remedy: "install bubblewrap (apt-get install bubblewrap)",
  },
  {
    holds: () => setting("kernel/unprivileged_userns_clone") === "0",
    remedy: "allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1",
  },
  {
    holds: () => setting("kernel/apparmor_restrict_unprivileged_userns") === "1",
    remedy:
      "AppArmor restricts user namespaces: give bwrap a profile, or sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
  },
  {
    holds: () => setting("user/max_user_namespaces") === "0",
    remedy: "allow user namespaces: sysctl -w user.max_user_namespaces=10000",
  },
  {
    holds: () => existsSync("/.dockerenv") || existsSync("/run/.containerenv"),
    remedy:
      "this is a container: start it so that it may make user namespaces (docker run --security-opt seccomp=unconfined)",
  },
];
