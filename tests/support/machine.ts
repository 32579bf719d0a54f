import { inject, type TestContext } from "vitest";

/* What a machine may lack, and ways to take from it what it has. */

export const isRoot = process.getuid?.() === 0;
export const nobody = 65_534;

/** Starts a program without root's rights, whoever runs the tests. */
export const asNobody: readonly string[] = isRoot
  ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"]
  : [];

const hideBubblewrap =
  'for f in /usr/bin/bwrap /usr/local/bin/bwrap; do [ ! -e "$f" ] || mount --bind /dev/null "$f" || exit 99; done; exec "$@"';

/** Starts a program where there is no bubblewrap. */
export const withoutBubblewrap: readonly string[] = [
  ...["unshare", ...(isRoot ? [] : ["--user", "--map-root-user"])],
  ...["--mount", "sh", "-c", hideBubblewrap, "sh"],
];

/** Starts a shell script with mounts of its own; what follows are its arguments. */
export const withOwnMounts = (script: string): readonly string[] => [
  ...["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"],
];

/** Starts a program where not one more namespace of these kinds can be made. */
export const withoutNamespaces = (...kinds: readonly string[]): readonly string[] =>
  withOwnMounts(
    `for kind in ${kinds.join(" ")}; do echo 0 > "/proc/sys/user/max_\${kind}_namespaces"; done; exec "$@"`,
  );

export type Need =
  | "bubblewrap"
  | "namespaces"
  | "root"
  | "an ordinary user"
  | "a terminal"
  | "chromium"
  | "redis-server"
  | "openssl";

/** For each need why this machine does not meet it, or null. */
export type Lacking = Readonly<Record<Need, string | null>>;

declare module "vitest" {
  interface ProvidedContext {
    lacking: Lacking;
  }
}

/** As a hook or in a test: where the machine lacks something, the test is skipped and says what. */
export const needs =
  (...needed: readonly Need[]) =>
  ({ skip }: Pick<TestContext, "skip">): void => {
    const lacking = inject("lacking");
    const reason = needed.map((need) => lacking[need]).find((why) => why !== null);
    if (reason) skip(reason);
  };
