/** Columns that belong together, by the name of their group, and what each of them is. */
export interface ColumnGroups {
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly values: readonly string[];
}

/** "Q1 sales", "Q1 cost", "Q2 sales", "Q2 cost": the ways to part a name into group and value. */
const splits: readonly RegExp[] = [
  /^(?<group>.+)[\s_./:-]+(?<value>[^\s_./:-]+)$/,
  /^(?<group>[^\s_./:-]+)[\s_./:-]+(?<value>.+)$/,
  /^(?<value>.+)[\s_./:-]+(?<group>[^\s_./:-]+)$/,
  /^(?<value>[^\s_./:-]+)[\s_./:-]+(?<group>.+)$/,
  /^(?<value>.*\D)(?<group>\d+)$/,
  /^(?<group>\d+)(?<value>\D.*)$/,
  /^(?<value>.*?)\s*\((?<group>[^()]+)\)$/,
  /^(?<group>.*?)\s*\((?<value>[^()]+)\)$/,
];

/** The groups that the columns' names tell, each with the same values. */
export const groupsByName = (names: readonly string[]): ColumnGroups[] => {
  const found = splits.flatMap((split) => {
    const parted = names.flatMap((name) => {
      const { group = "", value = "" } = split.exec(name)?.groups ?? {};
      return group === "" || value.trim() === "" ? [] : [{ name, group, value: value.trim() }];
    });
    const values = valuesOf(parted);
    if (values.length === 0) return [];
    const groups = new Map<string, string[]>();
    for (const { group } of parted) groups.set(group, []);
    for (const [group, columns] of groups)
      for (const value of values)
        columns.push(parted.find((one) => one.group === group && one.value === value)?.name ?? "");
    const whole = [...groups].filter(([, columns]) => columns.every((name) => name !== ""));
    return whole.length >= 2 ? [{ groups: Object.fromEntries(whole), values }] : [];
  });
  const keys = found.map((one) => JSON.stringify(one));
  return found.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
};

/** The values that come in as many groups as the most frequent one. */
const valuesOf = (parted: readonly { readonly value: string }[]): string[] => {
  const counts = new Map<string, number>();
  for (const { value } of parted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return most < 2 ? [] : [...counts].filter(([, count]) => count === most).map(([value]) => value);
};
