/** A row's cells by column name. */
export type Cells = Readonly<Record<string, string>>;

/** An input row whose answer is known. */
export interface Example {
  readonly cells: Cells;
  /** In the order of the declared columns, as the judge compares them. */
  readonly answer: readonly string[];
}

/** How one input column says what one gold column holds, as far as the examples show it. */
export interface CellReader {
  /** What the cell surely says, as the judge compares it; null where that is not sure. */
  readonly read: (cells: Cells) => string | null;
}

/** One odd row is not a proof: what two rows show is taken as shown. */
export const fewestDonors = 2;

/** A few slips in the data do not take back what many rows show. */
export const isShown = (donors: number, against: number): boolean =>
  donors >= fewestDonors && donors > 4 * against;
