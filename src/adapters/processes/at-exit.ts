/** What must not outlive CleanLoop, also when it exits in the middle of a run. */
const pending = new Set<() => void>();
let listening = false;

/** What cannot be cleared, since a dying program still writes there, must not keep the rest. */
const tryTo = (clear: () => void): void => {
  try {
    clear();
  } catch {}
};

/** Runs `clear` if CleanLoop exits before the returned function was called. */
export const clearAtExit = (clear: () => void): (() => void) => {
  if (!listening) {
    listening = true;
    process.once("exit", () => {
      for (const clear of [...pending].reverse()) tryTo(clear);
    });
  }
  pending.add(clear);
  return () => void pending.delete(clear);
};
