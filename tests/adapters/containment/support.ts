import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { BackendName } from "../../../src/domain/run.ts";
import type { Attack, Finding, Plan } from "./fixtures/plan.ts";

const fixtures = join(import.meta.dirname, "fixtures");
export const hostilePrograms = join(fixtures, "hostile");
export const isRoot = process.getuid?.() === 0;
/** A user that nothing on the machine belongs to. */
const ordinaryUser = 54_321;

export interface Setting {
  readonly backend: BackendName;
  readonly nodePermissions: boolean;
  readonly user: "own" | "ordinary";
}

/** Runs hostile programs in an operator process, as this user or as one who may do nothing. */
export const findingsOf = async (
  { backend, nodePermissions, user }: Setting,
  run: readonly Attack[],
): Promise<Map<string, Finding>> => {
  const base = mkdtempSync(join(tmpdir(), "hostile-"));
  try {
    chmodSync(base, 0o755);
    const operator = join(base, "operator.mjs");
    await bundleOperator(operator);
    cpSync(hostilePrograms, join(base, "programs"), { recursive: true });
    const work = mkdtempSync(join(base, "work-"));
    const plan: Plan = {
      backend,
      nodePermissions,
      base: work,
      programs: join(base, "programs"),
      run,
      secret: `secret-${randomUUID()}`,
      token: randomUUID(),
      limits: { memoryMb: 96, outputMb: 2 },
    };
    const planFile = join(base, "plan.json");
    writeFileSync(planFile, JSON.stringify(plan));
    if (user === "ordinary") chownSync(work, ordinaryUser, ordinaryUser);
    const lines = await operate(user, [process.execPath, operator, planFile]);
    const findings = lines.map((line): Finding => JSON.parse(line));
    return new Map(findings.map((finding) => [finding.program, hide(finding, plan.secret)]));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
};

/** So that every suite asks the same question: is the secret in what was printed? */
const hide = (finding: Finding, secret: string): Finding => ({
  ...finding,
  printed: finding.printed.replaceAll(secret, "THE SECRET"),
});

const operate = async (user: Setting["user"], command: readonly string[]): Promise<string[]> => {
  const drop = ["setpriv", `--reuid=${ordinaryUser}`, `--regid=${ordinaryUser}`, "--clear-groups"];
  const [file = "", ...args] = user === "ordinary" ? [...drop, ...command] : command;
  try {
    const { stdout } = await promisify(execFile)(file, args, { maxBuffer: 1 << 28 });
    return stdout.trim().split("\n");
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (stdout === undefined) throw error;
    throw new Error(`the operator died; it had printed\n${stdout.slice(-2000)}\n${stderr}`);
  }
};

/** The operator as one file, so that a user who may not read this repository can run it. */
export const bundleOperator = (outfile: string) =>
  build({
    entryPoints: [join(fixtures, "operator.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
    banner: {
      js: "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);",
    },
  });
