import { expect, test } from "vitest";
import { arenaFileSchema, arenaFrom } from "../../src/domain/arena.ts";
import {
  flatSettings,
  memorisedLimit,
  resolveSettings,
  saidOf,
  settingsFileSchema,
  valuesOf,
} from "../../src/domain/settings.ts";

const arena = arenaFrom(
  arenaFileSchema.parse({
    name: "small",
    tables: { master: { file: "small.csv", columns: { a: "text" } } },
    limits: { memoryMb: 128, memorised: 1 },
  }),
);
const settingsFrom = (file: object, flags = {}) =>
  resolveSettings(flags, settingsFileSchema.parse(file), arena);

test("a flag goes before the file, the file before the arena, and the arena before the default", () => {
  const settings = settingsFrom(
    { limits: { memoryMb: 64 }, budgets: { tokens: 5, minutes: 9 }, trust: { window: 7 } },
    { budgets: { tokens: 3 } },
  );
  expect(settings.memoryMb).toEqual({ value: 64, source: "cleanloop.json" });
  expect(settings.memorised).toEqual({ value: 1, source: "arena.json" });
  expect(settings.timeoutSeconds).toEqual({ value: 30, source: "default" });
  expect(settings.budgets.tokens).toEqual({ value: 3, source: "flag" });
  expect(settings.budgets.minutes).toEqual({ value: 9, source: "cleanloop.json" });
  expect(valuesOf(settings.trust)).toMatchObject({ window: 7, badStreak: 3 });
});

test("every setting has a path of its own, and addresses and commands keep their secrets", () => {
  const flat = flatSettings(
    settingsFrom({
      notify: { url: "https://hooks.example/token-123?key=456", command: "send --token 789" },
    }),
  );
  expect(flat["trust.window"]).toEqual({ value: 5, source: "default" });
  expect(flat["notify.url"]?.value).toBe("https://hooks.example");
  expect(flat["notify.command"]?.value).toBe("set");
  expect(JSON.stringify(flat)).not.toMatch(/123|456|789/);
});

test.each([
  [{ trust: { window: 1 } }, "window"],
  [{ trust: { promotion: [0.9, 0.8, 0.95] } }, "promotion"],
  [{ tripwires: { scoreFloor: 2 } }, "scoreFloor"],
  [{ notify: { url: "file:///etc/passwd" } }, "url"],
  [{ envelope: { changedlines: 3 } }, "envelope"],
])("%j is refused", (file, at) => {
  const { error } = settingsFileSchema.safeParse(file);
  expect(JSON.stringify(error?.issues.map(({ path }) => path))).toContain(at);
});

test.each([
  { limits: {}, rows: 59, allowed: 3 },
  { limits: {}, rows: 240, allowed: 12 },
  { limits: { memorised: 1 }, rows: 240, allowed: 1 },
])(
  "$rows rows of gold and $limits allow for $allowed answers by heart",
  ({ limits, rows, allowed }) => {
    const said = { ...arena, limits };
    expect(memorisedLimit(said.limits.memorised, rows)).toBe(allowed);
    expect(
      memorisedLimit(
        saidOf(resolveSettings({}, settingsFileSchema.parse({}), said).memorised),
        rows,
      ),
    ).toBe(allowed);
  },
);
