/** What the runner finds in the job file that is its only argument; paths as seen from inside. */
export interface RunnerJob {
  readonly program: string;
  readonly inputs: readonly { readonly name: string; readonly path: string }[];
  readonly tables: readonly TableSpec[];
  readonly output: string;
}

export interface TableSpec {
  readonly name: string;
  readonly file: string;
  readonly columns: readonly string[];
}

/** Everything that crosses from the runner into the genome's realm: functions over strings. */
export interface Border {
  /** JSON: the tables, and each input's name and header. */
  readonly world: string;
  /** A handle for reading one input from its start. */
  open(input: number): number;
  /** JSON: the next raw rows, or "" at the end. */
  next(handle: number): string;
  close(handle: number): void;
  text(input: number): string;
  /** A line of CSV for the table. */
  write(table: number, line: string): void;
  print(line: string): void;
}

export interface World {
  readonly tables: readonly TableSpec[];
  readonly inputs: readonly { readonly name: string; readonly header: readonly string[] }[];
}
