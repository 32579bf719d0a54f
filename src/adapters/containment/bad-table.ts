/** A table that is not as declared: the program's fault. */
export class BadTable extends Error {
  /** No honest program could have left such a thing. */
  readonly forbidden: boolean;

  constructor(file: string, finding: string, forbidden = false) {
    super(`${file} ${finding}`);
    this.forbidden = forbidden;
  }
}
