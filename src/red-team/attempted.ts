/** What `way` gives, or undefined where this machine or this user does not let it. */
export const attempted = <T>(way: () => T): T | undefined => {
  try {
    return way();
  } catch {
    return undefined;
  }
};
