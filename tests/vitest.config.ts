import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/build-once.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Most of a test is waiting for programs that it started; one core is left idle otherwise.
    maxWorkers: 2,
  },
});
