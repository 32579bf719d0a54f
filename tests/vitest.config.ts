import { defineConfig } from "vitest/config";
import { TerseReporter } from "./reporter.ts";

/** Far more than any test takes, also on a slow and busy machine: it ends what hangs, and judges nothing. */
const patience = 900_000;

export default defineConfig({
  // What is imported as source may name source maps that its package does not hold.
  logLevel: "error",
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/global-setup.ts",
    testTimeout: patience,
    hookTimeout: patience,
    expect: { poll: { timeout: patience } },
    reporters: [new TerseReporter({ summary: false })],
    // Most of a test is waiting for programs that it started; one core is left idle otherwise.
    maxWorkers: 2,
    // It imports its schema as JSON, without saying so as Node wants it said.
    server: { deps: { inline: ["@actions/workflow-parser"] } },
  },
});
