/** What a command's exit code tells its caller. */
export const exitCode = {
  done: 0,
  finding: 1,
  mistake: 2,
  stopped: 3,
  awaitingReview: 4,
  noIsolation: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
