/** What a genome may put into a cell of an output table. `null` is written as an empty cell. */
export type Cell = string | number | boolean | null;

/** One input file, read leniently and as a stream: dirty rows never throw. */
export interface Input {
  /** The file's name, such as `finance_invoices.csv`. */
  readonly name: string;
  readonly header: readonly string[];
  /** The rows under the header, by column name; a cell that a ragged row lacks reads as `""`. */
  records(): AsyncIterable<Record<string, string>>;
  /** Every row as it is, ragged rows and the header row included. */
  rows(): AsyncIterable<string[]>;
  /** The whole file as text. */
  text(): Promise<string>;
}

/** All that a genome sees and all that it can do. */
export interface GenomeIo {
  /** One entry per input file, in the order of their names. */
  readonly inputs: readonly Input[];
  /** Adds a row to one of the arena's tables; an unknown table or column is an error. */
  emit(table: string, row: Record<string, Cell>): void;
}

/**
 * The one program that the loop may change.
 *
 * ```ts
 * export const clean: Genome = async ({ inputs, emit }) => {
 *   for (const input of inputs)
 *     for await (const row of input.records())
 *       emit("master", { entity: trim(row.customer), value: parseAmount(row.amount) });
 * };
 * ```
 */
export type Genome = (io: GenomeIo) => void | Promise<void>;
