import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesPerMb } from "../../src/domain/run.ts";
import { settingsFileSchema } from "../../src/domain/settings.ts";
import {
  type MeasuredRun,
  type Measurements,
  proposalsFor,
  settingPaths,
} from "../../src/policy/calibration.ts";

const run = (told: Partial<MeasuredRun> = {}): MeasuredRun => ({
  subject: "starter",
  outcome: "ok",
  seconds: 0.1,
  peakMemoryMb: 60,
  outputBytes: 1000,
  ...told,
});

const proposed = (told: Partial<Measurements>) => {
  const limits = { timeoutSeconds: 30, memoryMb: 512, outputMb: 64 };
  const proposals = proposalsFor({ starter: 0.6, noise: 0.1, runs: [run()], limits, ...told });
  return Object.fromEntries(proposals.map(({ setting, ...rest }) => [setting, rest]));
};

describe("the score floor", () => {
  test("lies half-way from noise to the starter", () => {
    expect(proposed({ starter: 0.6, noise: 0.1 }).scoreFloor).toEqual({
      value: 0.35,
      reason: "half-way from noise (fitness 0.100) to the starter (0.600)",
    });
  });

  test("is half of the starter where noise does as well", () => {
    expect(proposed({ starter: 0.2, noise: 0.2 }).scoreFloor?.value).toBe(0.1);
  });

  test("is rounded down, so that what lies on it stays above it", () => {
    expect(proposed({ starter: 0.5919, noise: 0 }).scoreFloor?.value).toBe(0.295);
  });

  test("is not proposed when the starter itself could not be measured", () => {
    const runs = [run({ outcome: "crash" })];
    expect(proposed({ runs })).not.toHaveProperty("scoreFloor");
  });
});

describe("limits", () => {
  test("have a least that leaves quick and small programs room", () => {
    const { timeoutSeconds, memoryMb, outputMb } = proposed({});
    expect([timeoutSeconds?.value, memoryMb?.value, outputMb?.value]).toEqual([5, 256, 16]);
  });

  test("are a multiple of the most that any run took, rounded up", () => {
    const runs = [
      run(),
      run({ subject: "noise", outputBytes: 3.3 * bytesPerMb }),
      run({ subject: "genome in force", seconds: 2.1, peakMemoryMb: 100 }),
    ];
    const { timeoutSeconds, memoryMb, outputMb } = proposed({ runs });
    expect([timeoutSeconds?.value, memoryMb?.value, outputMb?.value]).toEqual([25, 448, 48]);
    expect(timeoutSeconds?.reason).toBe(
      "10 × the most that a run took (2.10 s, genome in force), at least 5 s",
    );
  });

  test.each([
    ["timeout", "timeoutSeconds", 60, "30 s"],
    ["out_of_memory", "memoryMb", 1024, "512 MB"],
    ["output_flood", "outputMb", 128, "64 MB"],
  ] as const)("that a run hit (%s) are at least doubled", (outcome, setting, value, limit) => {
    const runs = [run(), run({ subject: "genome in force", outcome })];
    expect(proposed({ runs })[setting]).toEqual({
      value,
      reason: `the genome in force ended with ${outcome} at ${limit}; measure again with more`,
    });
  });

  test("are not lowered while the genome in force cannot be measured", () => {
    const runs = [run(), run({ subject: "genome in force", outcome: "crash" })];
    const { timeoutSeconds, memoryMb, outputMb } = proposed({ runs });
    expect([timeoutSeconds?.value, memoryMb?.value, outputMb?.value]).toEqual([30, 512, 64]);
    expect(memoryMb?.reason).toBe("not lowered: the genome in force ended with crash");
  });

  test("are raised all the same when another run shows that they are tight", () => {
    const runs = [run({ seconds: 8 }), run({ subject: "genome in force", outcome: "crash" })];
    expect(proposed({ runs }).timeoutSeconds?.value).toBe(80);
  });

  test("do not hang on a noise program that fails", () => {
    const runs = [run(), run({ subject: "noise", outcome: "crash" })];
    expect(proposed({ runs }).timeoutSeconds?.value).toBe(5);
  });

  test("are not proposed where nothing could be seen", () => {
    expect(proposed({ runs: [run({ peakMemoryMb: null })] })).not.toHaveProperty("memoryMb");
  });
});

const runs = fc.array(
  fc.record({
    subject: fc.constantFrom("starter", "noise", "genome in force"),
    outcome: fc.constantFrom("ok", "timeout", "out_of_memory", "output_flood", "crash", "rejected"),
    seconds: fc.double({ min: 0, max: 86_400, noNaN: true }),
    peakMemoryMb: fc.option(fc.integer({ min: 0, max: 1_048_576 })),
    outputBytes: fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
  }),
);
const measurements = fc.record({
  starter: fc.double({ min: 0, max: 1, noNaN: true }),
  noise: fc.double({ min: 0, max: 1, noNaN: true }),
  runs,
  limits: fc.record({
    timeoutSeconds: fc.integer({ min: 1, max: 86_400 }),
    memoryMb: fc.integer({ min: 16, max: 1_048_576 }),
    outputMb: fc.integer({ min: 1, max: 1_048_576 }),
  }),
});

test("whatever is proposed is a valid setting, and no lower than any run needed", () => {
  fc.assert(
    fc.property(measurements, (told) => {
      for (const { setting, value } of proposalsFor(told)) {
        const [group, name] = settingPaths[setting];
        expect(settingsFileSchema.safeParse({ [group]: { [name]: value } }).error).toBeUndefined();
        const ok = told.runs.filter(({ outcome }) => outcome === "ok");
        if (setting === "timeoutSeconds")
          for (const { seconds } of ok) expect(value).toBeGreaterThanOrEqual(seconds);
        if (setting === "memoryMb")
          for (const { peakMemoryMb } of ok)
            expect(value).toBeGreaterThanOrEqual(peakMemoryMb ?? 0);
      }
    }),
  );
});
