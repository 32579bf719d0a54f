import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Containment } from "../domain/ports.ts";

export const createContainment = ({ runtimeFolder }: { runtimeFolder: string }): Containment => ({
  run: async (job, options) => {
    const dir = mkdtempSync(join(tmpdir(), "cl-"));
    const out = join(dir, "out");
    mkdirSync(out);
    writeFileSync(join(dir, "genome.js"), job.program);
    writeFileSync(
      join(dir, "job.json"),
      JSON.stringify({
        program: join(dir, "genome.js"),
        inputs: job.inputs,
        output: out,
        tables: job.tables.map((t) => ({
          name: t.name,
          file: t.file,
          columns: t.columns.map((c) => c.name),
        })),
      }),
    );
    const start = performance.now();
    const r = await execa(
      process.execPath,
      [
        "--experimental-vm-modules",
        "--no-warnings",
        "--disallow-code-generation-from-strings",
        `--max-old-space-size=${job.limits.memoryMb}`,
        join(runtimeFolder, "runner.cjs"),
        join(dir, "job.json"),
      ],
      {
        env: {},
        extendEnv: false,
        reject: false,
        timeout: job.limits.timeoutSeconds * 1000,
        forceKillAfterDelay: 100,
        ...(options.signal ? { cancelSignal: options.signal } : {}),
      },
    );
    const facts = {
      exitCode: r.exitCode ?? null,
      signal: r.signal ?? null,
      durationMs: performance.now() - start,
      peakMemoryMb: null,
      violation: false,
      stdout: r.stdout ?? "",
      stderr: r.stderr ?? "",
      truncated: false,
      isolation: { backend: "process" as const, layers: [] },
    };
    const tables = new Map(
      job.tables.map((t) => [t.name, join(job.outputFolder, t.file)] as const),
    );
    try {
      if (r.timedOut) return { outcome: "timeout" as const, facts, detail: "timed out" };
      if (r.exitCode !== 0)
        return { outcome: "crash" as const, facts, detail: `exit ${r.exitCode}` };
      for (const t of job.tables)
        if (!existsSync(join(out, t.file)))
          return { outcome: "bad_output" as const, facts, detail: `${t.file} is missing` };
      for (const t of job.tables) copyFileSync(join(out, t.file), join(job.outputFolder, t.file));
      return { outcome: "ok" as const, facts, tables };
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
});
