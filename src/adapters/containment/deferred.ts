/** A promise that someone else keeps; only the first word counts. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  readonly #resolve: (value: T) => void;

  constructor() {
    let resolve: ((value: T) => void) | undefined;
    this.promise = new Promise((keep) => {
      resolve = keep;
    });
    this.#resolve = (value) => resolve?.(value);
  }

  resolve(value: T): void {
    this.#resolve(value);
  }
}
