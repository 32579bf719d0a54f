/** So many different workers may go down under one genome; then it gets no third. */
export const mostWorkersLost = 2;

export type AfterLoss =
  | { readonly kind: "again"; readonly lostBy: readonly string[] }
  | { readonly kind: "quarantine"; readonly lostBy: readonly string[] };

/** What becomes of an order when the worker that held it is gone. */
export const afterLoss = (lostBy: readonly string[], worker: string): AfterLoss => {
  const all = lostBy.includes(worker) ? lostBy : [...lostBy, worker];
  return { kind: all.length >= mostWorkersLost ? "quarantine" : "again", lostBy: all };
};
