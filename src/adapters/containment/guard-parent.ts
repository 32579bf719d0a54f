/**
 * On SIGUSR1 Node opens a debugger that anyone on this machine may use, and a program without
 * namespaces can send that signal. Whoever listens for it keeps the debugger shut.
 */
export const guardParent = (): void => {
  if (process.platform !== "win32") process.on("SIGUSR1", () => {});
};
