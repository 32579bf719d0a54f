/**
 * The job as it crosses into the sandbox: written by containment, read from the file that is the
 * runner's only argument. All paths are as seen from inside.
 */
export interface SandboxJob {
  /** The file with the genome's JavaScript. */
  readonly program: string;
  readonly inputs: readonly { readonly name: string; readonly path: string }[];
  readonly tables: readonly TableSpec[];
  /** The folder that the tables are written to. */
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
  /** Lines of CSV for the table. */
  write(table: number, lines: string): void;
  print(line: string): void;
}

export interface World {
  readonly tables: readonly TableSpec[];
  readonly inputs: readonly { readonly name: string; readonly header: readonly string[] }[];
}
