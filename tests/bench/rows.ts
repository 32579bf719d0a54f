/** What is measured together, by the name under which it can be asked for alone. */
export interface Row {
  readonly name: string;
  /** Prints a line or more, and says whether all that was measured is as it should be. */
  print(): Promise<boolean>;
}

/** Rows under one heading. */
export interface Part {
  readonly head: string;
  readonly rows: readonly Row[];
  readonly foot?: (good: number) => string;
}

export interface Table {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** A table, as in `speed`, or one row of it, as in `speed/append`. */
export const chosenFrom = (tables: readonly Table[], word: string): Table => {
  const [name, row] = word.split("/", 2);
  const table = tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table "${name}"; there are ${namesOf(tables)}`);
  if (row === undefined) return table;
  const parts = table.parts
    .map(({ head, rows }) => ({ head, rows: rows.filter((one) => one.name === row) }))
    .filter(({ rows }) => rows.length > 0);
  const all = table.parts.flatMap(({ rows }) => rows);
  if (parts.length === 0)
    throw new Error(`no row "${row}" in ${table.name}; there are ${namesOf(all)}`);
  return { name: table.name, parts };
};

const namesOf = (named: readonly { readonly name: string }[]): string =>
  named.map(({ name }) => name).join(", ");

/** Prints all of it, whatever becomes of a row, and says whether every row is as it should be. */
export const printTable = async ({ parts }: Table): Promise<boolean> => {
  let allGood = true;
  for (const { head, rows, foot } of parts) {
    say(head);
    let good = 0;
    for (const row of rows) if (await isGood(row)) good++;
    if (foot) say(foot(good));
    say("");
    if (good < rows.length) allGood = false;
  }
  return allGood;
};

/** One that cannot be measured says so, and the others go on. */
const isGood = async (row: Row): Promise<boolean> => {
  try {
    return await row.print();
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    say(`✗ ${row.name}: not measured: ${reason}`);
    return false;
  }
};

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
