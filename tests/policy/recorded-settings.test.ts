import { expect, test } from "vitest";
import { settings as settingsSchema } from "../../src/domain/event-parts.ts";
import { flatSettings } from "../../src/domain/settings.ts";
import { openProject } from "../../src/index.ts";
import { recordable } from "../../src/policy/recorded-settings.ts";
import { TestProject } from "../support/project.ts";

const source = "default" as const;

test("plain values and lists stay as they are", () => {
  const settings = {
    isolation: { value: "auto", source },
    "trust.promotion": { value: [0.7, 0.85, 0.95], source },
    "budgets.usd": { value: null, source },
  };
  expect(recordable(settings)).toEqual(settings);
});

test("a table inside a setting is flattened, each value under its path", () => {
  const prices = { "some-model": { input: 1, output: 4 }, other: { input: 0, output: 0 } };
  expect(recordable({ "endpoint.prices": { value: prices, source: "cleanloop.json" } })).toEqual({
    "endpoint.prices.some-model.input": { value: 1, source: "cleanloop.json" },
    "endpoint.prices.some-model.output": { value: 4, source: "cleanloop.json" },
    "endpoint.prices.other.input": { value: 0, source: "cleanloop.json" },
    "endpoint.prices.other.output": { value: 0, source: "cleanloop.json" },
  });
});

test("an empty table leaves nothing to record", () => {
  expect(recordable({ "endpoint.prices": { value: {}, source } })).toEqual({});
});

test("every setting of a project can go on record", () => {
  const project = new TestProject();
  try {
    project.write(
      "cleanloop.json",
      '{ "endpoint": { "prices": { "m": { "input": 1, "output": 2 } } } }',
    );
    const recorded = recordable(flatSettings(openProject(project.root).settings));
    expect(settingsSchema.safeParse(recorded).error).toBeUndefined();
    expect(recorded["endpoint.prices.m.output"]).toEqual({ value: 2, source: "cleanloop.json" });
  } finally {
    project.dispose();
  }
});
