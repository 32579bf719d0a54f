/** Does the work without root's rights, whoever runs the tests: root may read and write anything. */
export const asOrdinaryUser = async <T>(work: () => Promise<T>): Promise<T> => {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
};
