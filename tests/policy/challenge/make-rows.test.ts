import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { typedRow } from "../../../src/cells/typing.ts";
import { type ChallengeLevel, challengeLevels } from "../../../src/domain/challenge-levels.ts";
import { type ArenaData, arenaFactsOf } from "../../../src/policy/challenge/arena-facts.ts";
import { isExplained } from "../../../src/policy/challenge/column-sources.ts";
import { disturbances } from "../../../src/policy/challenge/disturbances/catalogue.ts";
import { unsettlings } from "../../../src/policy/challenge/disturbances/unresolved.ts";
import { type MadeRow, makeRows } from "../../../src/policy/challenge/make-rows.ts";
import { times } from "../../support/soak.ts";
import { bills, parcels } from "./arenas.ts";

const grounds = [parcels(40), bills(90)].map((data) => ({ data, facts: arenaFactsOf(data) }));
const anyArena = fc.constantFrom(...grounds);
const anyLevels = fc.subarray([...challengeLevels], { minLength: 1 });
const anyWish = fc.record({
  levels: anyLevels,
  count: fc.integer({ min: 1, max: 30 }),
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
});

const levelOf = new Map<string, number>([
  ...disturbances.map(({ name, level }) => [name, level] as const),
  ...unsettlings.map(({ name }) => [name, 5] as const),
  ["a fresh key", 1],
]);

const holds = (
  check: (rows: MadeRow[], data: ArenaData, levels: readonly ChallengeLevel[]) => void,
) =>
  fc.assert(
    fc.property(anyArena, anyWish, ({ data, facts }, wish) =>
      check(makeRows(facts, wish), data, wish.levels),
    ),
    { numRuns: times(60, 15) },
  );

const cellsOf = ({ source, cells }: MadeRow): Record<string, string> =>
  Object.fromEntries(source.header.map((name, at) => [name, cells[at] ?? ""]));

describe("challenge rows", () => {
  it("are the same for the same seed, and others for another", () => {
    fc.assert(
      fc.property(anyArena, anyWish, ({ facts }, wish) => {
        expect(makeRows(facts, wish)).toEqual(makeRows(facts, wish));
      }),
      { numRuns: times(30, 8) },
    );
    const [first] = grounds;
    const made = (seed: number) =>
      first && makeRows(first.facts, { levels: [1, 2, 3], count: 12, seed });
    expect(made(1)).not.toEqual(made(2));
  });

  it("have the answer of their source in every column but the key", () => {
    holds(
      (
        rows,
        {
          arena: {
            master,
            gold: { key },
          },
        },
      ) => {
        for (const { gold, source } of rows) {
          if (gold === null) continue;
          const typed = typedRow(master.columns, gold);
          for (const [at, { name }] of master.columns.entries())
            if (key.includes(name)) expect(typed[at]).not.toBe(source.answer[at]);
            else expect(typed[at]).toBe(source.answer[at]);
        }
      },
    );
  });

  it("are disturbed in ways of their level or below, and one of the level itself", () => {
    holds((rows) => {
      for (const { level, changes, quoted } of rows) {
        const levels = changes.map(({ by }) => levelOf.get(by) ?? 99);
        expect(Math.max(...levels)).toBeLessThanOrEqual(level);
        expect(levels.includes(level) || (quoted && level === 4)).toBe(true);
      }
    });
  });

  it("still say their answer in every way of reader that the arena bears out", () => {
    holds((rows) => {
      for (const row of rows)
        if (row.gold !== null) {
          const { columnSources, answer } = row.source;
          const kept = columnSources.filter(({ column }) =>
            row.changes.every((change) => change.column !== column || change.by !== "a fresh key"),
          );
          expect(isExplained(kept, { cells: cellsOf(row), answer })).toBe(true);
        }
    });
  });

  it("have keys that no other row has, before or after", () => {
    holds((rows, { inputs }) => {
      const before = inputs.flatMap((table) => table.rows.map(([id = ""]) => id));
      const all = [...before, ...rows.map(({ cells }) => cells[0] ?? "")];
      expect(new Set(all).size).toBe(all.length);
    });
  });

  it("differ from their source in more than the key, and change no column twice", () => {
    holds((rows) => {
      for (const { changes, quoted } of rows) {
        const columns = changes.map(({ column }) => column);
        expect(new Set(columns).size).toBe(columns.length);
        expect(quoted || changes.some(({ by }) => by !== "a fresh key")).toBe(true);
      }
    });
  });

  it("come from each row at most once a level, so that fewer are made than were asked for", () => {
    const [first] = grounds;
    const rows = first ? makeRows(first.facts, { levels: [1], count: 1000, seed: 1 }) : [];
    expect(rows.length).toBe(new Set(rows.map(({ source }) => source.row)).size);
    expect(rows.length).toBeLessThanOrEqual(40);
  });
});

describe("rows that must stay unresolved", () => {
  const hopeless = (data: ArenaData) =>
    makeRows(arenaFactsOf(data), { levels: [5], count: 30, seed: 4 }).filter(
      ({ gold }) => gold === null,
    );

  it("lose the approval without which the arena settles nothing", () => {
    const rows = hopeless(bills(90));
    expect(rows.length).toBeGreaterThan(3);
    for (const { changes } of rows)
      expect(changes).toContainEqual({
        column: "by",
        from: "boss",
        to: "clerk",
        by: "the settling flag taken away",
      });
  });

  it("are not made where the gold knows only some of the rows", () => {
    const data = bills(90);
    const partial = { ...data.arena.gold, key: ["day"], partial: true };
    expect(hopeless({ ...data, arena: { ...data.arena, gold: partial } })).toEqual([]);
  });

  it("are not made where each input row must be in a table, and failures have none", () => {
    const data = bills(90);
    const arena = { ...data.arena, vetoes: ["conserves-rows"] as const };
    expect(hopeless({ ...data, arena })).toEqual([]);
  });
});
