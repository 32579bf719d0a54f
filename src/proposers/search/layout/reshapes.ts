import { loose } from "../typed.ts";
import { type ColumnGroups, groupsByName } from "./groups.ts";
import type { LayoutStep } from "./layout.ts";
import {
  pivoted,
  sideBySideRows,
  transposed,
  unpivoted,
  unpivotedGroups,
} from "./reshape-steps.ts";
import { type ColumnView, freeName, goldName, isSpread, type View } from "./view.ts";

/** Steps that turn columns into rows or rows into columns. */
export const reshapes = (view: View): LayoutStep[] => [
  ...unpivots(view),
  ...groups(view),
  ...pivots(view),
  ...joins(view),
  ...turns(view),
];

const smallWidth = 14;
const mostColumns = 400;

/** Columns whose names are cells of the gold, or that hold what one gold column has. */
const unpivots = (view: View): LayoutStep[] => {
  const { columns, fit, gold } = view;
  if (columns.length > mostColumns * 10) return [];
  const byHome = fit.columns.map((_, home) =>
    columns.filter((column) => (column.same[home] ?? 0) >= 0.2 && column.filled > 0),
  );
  const byName = gold.map(({ keys }) =>
    columns.filter(({ name }) => fit.gold.of(name).keys.some((key) => keys.has(key))),
  );
  const tails =
    columns.length <= smallWidth ? columns.slice(1, -1).map((_, at) => columns.slice(at + 1)) : [];
  const sets = [...byName, ...byHome, ...byHome.map((set) => between(set, columns)), ...tails];
  const tried = new Set<string>();
  return sets.flatMap((set) => {
    const key = set.map(({ name }) => name).join("\n");
    if (set.length < 2 || tried.has(key)) return [];
    tried.add(key);
    return unpivotsOf(set, view);
  });
};

/** From the first of them to the last. */
const between = (set: readonly ColumnView[], columns: readonly ColumnView[]): ColumnView[] => {
  const at = set.map((column) => columns.indexOf(column));
  return at.length === 0 ? [] : columns.slice(Math.min(...at), Math.max(...at) + 1);
};

const unpivotsOf = (melted: readonly ColumnView[], view: View): LayoutStep[] => {
  const stays = view.columns.filter((column) => !melted.includes(column)).map(({ name }) => name);
  const named = nameHome(melted, view);
  const name = freeName(goldName(view, named, "name"), stays);
  const value = freeName(goldName(view, valueHome(melted, named), "value"), [...stays, name]);
  const choice =
    stays.length <= melted.length + 2
      ? { keep: stays }
      : { columns: melted.map((column) => column.name) };
  const plain = unpivoted(choice, { name, value });
  const hasGaps = melted.some(({ blank }) => blank > 0);
  return hasGaps ? [unpivoted(choice, { name, value, skipBlank: true }), plain] : [plain];
};

/** The gold column that has the names of these. */
const nameHome = (melted: readonly ColumnView[], { fit, gold }: View): number => {
  const counts = gold.map(
    ({ keys }) =>
      melted.filter(({ name }) => fit.gold.of(name).keys.some((key) => keys.has(key))).length,
  );
  const most = Math.max(0, ...counts);
  return most * 2 > melted.length ? counts.indexOf(most) : -1;
};

const valueHome = (melted: readonly ColumnView[], named: number): number => {
  const counts = new Map<number, number>();
  for (const { home } of melted)
    if (home >= 0 && home !== named) counts.set(home, (counts.get(home) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? -1;
};

/** Groups of columns that become one row each: alike in their names, or in what they hold. */
const groups = (view: View): LayoutStep[] => {
  const { columns } = view;
  if (columns.length > mostColumns) return [];
  const names = columns.map(({ name }) => name);
  // What a step made of a column has a number for a name, which says nothing.
  const given = names.filter(
    (name) => !names.includes(name.replace(/ \d+$/, "")) || !/ \d+$/.test(name),
  );
  const found = [
    ...groupsByName(given),
    ...groupsByPeriod(columns.filter(({ name }) => given.includes(name))),
  ];
  return found.map(({ groups: made, values }) => {
    const melted = new Set(Object.values(made).flat());
    const stays = columns.map(({ name }) => name).filter((name) => !melted.has(name));
    const at = view.gold.findIndex(({ keys }) =>
      Object.keys(made).every((name) => view.fit.gold.of(name).keys.some((key) => keys.has(key))),
    );
    const free = values.map((value) => freeName(value, stays));
    const name = freeName(goldName(view, at, "group"), [...stays, ...free]);
    return unpivotedGroups(made, { name, values: free });
  });
};

/** Columns that hold again and again the same kinds of things as the ones before. */
const groupsByPeriod = (columns: readonly ColumnView[]): ColumnGroups[] => {
  const periods = Array.from({ length: 7 }, (_, at) => at + 2);
  const cuts = periods.flatMap((period) => [0, 1, 2, 3].map((first) => ({ period, first })));
  return cuts.flatMap(({ period, first }) => {
    const rest = columns.slice(first);
    if (rest.length < period * 2 || rest.length % period !== 0) return [];
    return isPeriodic(rest, period) ? [inGroupsOf(period, rest)] : [];
  });
};

const isPeriodic = (columns: readonly ColumnView[], period: number): boolean => {
  const kinds = columns.slice(0, period).map(({ home }, at) => {
    const same = columns.filter((_, other) => other % period === at).map((other) => other.home);
    return same.find((other) => other >= 0) ?? home;
  });
  const known = columns.filter(({ home }) => home >= 0).length;
  const isAgain = columns.every(({ home }, at) => home < 0 || home === kinds[at % period]);
  return isAgain && known * 2 > columns.length && new Set(kinds).size >= 2;
};

const inGroupsOf = (period: number, columns: readonly ColumnView[]): ColumnGroups => {
  const names = columns.map(({ name }) => name);
  const starts = names.flatMap((_, at) => (at % period === 0 ? [at] : []));
  return {
    groups: Object.fromEntries(
      starts.map((at) => [`${at / period + 1}`, names.slice(at, at + period)]),
    ),
    values: names.slice(0, period),
  };
};

const mostNames = 60;

/** A column of names and one of values, where the gold has the values beside each other. */
const pivots = (view: View): LayoutStep[] => {
  const { columns, rows } = view;
  if (columns.length > 40 || columns.length < 2) return [];
  const heads = new Set(view.arena.master.columns.map(({ name }) => loose(name)));
  return columns.flatMap((name) => {
    const { size } = name.distinct;
    if (size < 2 || size > mostNames || name.filled < size + 1) return [];
    const known = [...name.distinct].filter((cell) => heads.has(loose(cell))).length;
    const asRow = namesRow(name, view);
    if (known * 2 < size && !asRow && columns.length > 5) return [];
    const values = columns.filter(
      (value) => value !== name && (isSpread(value) || columns.length <= 5),
    );
    return values.flatMap((value) => {
      const rest = columns.filter((column) => column !== name && column !== value);
      const useful = rest.filter(({ home }) => home >= 0);
      const sets = [rest, useful, rest.slice(0, 1), []];
      const tried = new Set<string>();
      return sets.flatMap((set) => {
        const by = set.map((column) => column.name);
        const key = by.join("\n");
        if (tried.has(key) || rows.length < 2) return [];
        tried.add(key);
        const plain = { by, name: name.name, value: value.name };
        const isAnonymous = known === 0;
        return [
          ...(isAnonymous ? [pivoted({ ...plain, namesRow: true })] : []),
          known * 2 >= size ? expected(pivoted(plain)) : pivoted(plain),
        ];
      });
    });
  });
};

/** The gold's columns are called so. */
const expected = (step: LayoutStep): LayoutStep => ({ ...step, cost: step.cost / 2 });

/** Whether one gold row lists most of the names. */
const namesRow = (name: ColumnView, { fit }: View): boolean => {
  if (name.distinct.size < 3) return false;
  const keys = [...name.distinct].map((cell) => fit.gold.of(cell).keys);
  return fit.gold.rows.some((cells) => {
    const own = new Set(cells.flatMap((cell) => cell.keys));
    return keys.filter((some) => some.some((key) => own.has(key))).length * 2 > keys.length;
  });
};

/** Rows that stand side by side in the gold. */
const joins = (view: View): LayoutStep[] => {
  const { columns, rows, fit } = view;
  const width = fit.columns.length;
  if (columns.length > width * 2 + 4 || rows.length < 2 || width < 2) return [];
  const spread = columns.filter(isSpread);
  if (spread.length === 0) return [];
  const hasGaps = columns.some(({ blank }) => blank > 0);
  const every = Array.from({ length: Math.min(width, rows.length, 40) - 1 }, (_, at) => at + 2);
  const counts = every.filter((count) => count * columns.length >= width);
  const whole = rows.length <= width * 2 ? [{}] : [];
  const by = columns
    .filter(({ distinct, filled }) => distinct.size < filled && columns.length > 1)
    .sort((a, b) => b.distinct.size - a.distinct.size)
    .slice(0, 6)
    .map(({ name }) => ({ by: [name] }));
  const options = [...by, ...whole, ...counts.map((count) => ({ every: count }))];
  return options.flatMap((option) => [
    sideBySideRows(option),
    ...(hasGaps ? [sideBySideRows({ ...option, skipBlank: true })] : []),
  ]);
};

/** The whole table on its side. */
const turns = ({ rows, columns }: View): LayoutStep[] => {
  if (rows.length > 200 || rows.length * columns.length > 20_000) return [];
  const [first] = columns;
  const isHead = first && first.distinct.size === rows.length;
  return [...(isHead ? [transposed(first.name)] : []), transposed(null)];
};
