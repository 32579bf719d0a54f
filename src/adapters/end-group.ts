/** Ends the leader of a process group, with everything that it started and that did not leave. */
export const endGroup = (leader: number | undefined): void => {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {} // it is gone already
};
