/** Keeps no process alive. */
export const elapsed = (milliseconds: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, milliseconds).unref();
  });

export const inSeconds = (milliseconds: number): string =>
  `${Math.round(milliseconds / 1000)} seconds`;
