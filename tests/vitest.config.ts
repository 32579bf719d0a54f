import { defineConfig } from "vitest/config";
import { TerseReporter } from "./reporter.ts";

/** Far more than any test takes, also on a slow and busy machine: it ends what hangs, and judges nothing. */
const patience = 900_000;

/** Rooms whose code touches nothing beyond what it is given, as a test of the house holds. */
const pure = ["arena", "cells", "commands", "domain", "kit", "policy", "proposers", "report"];
const testsOfPureRooms = `tests/{${pure.join()}}/**/*.test.ts`;

export default defineConfig({
  // What is imported as source may name source maps that its package does not hold.
  logLevel: "error",
  test: {
    root: `${import.meta.dirname}/..`,
    projects: [
      // What one of these leaves in memory is nothing to the next: modules are loaded once for all.
      { extends: true, test: { name: "pure", include: [testsOfPureRooms], isolate: false } },
      {
        extends: true,
        test: { name: "rest", include: ["tests/**/*.test.ts"], exclude: [testsOfPureRooms] },
      },
    ],
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
