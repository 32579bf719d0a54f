import { startProgram } from "../adapters/processes/start-program.ts";

/** A process that has nothing to do with any run. */
export interface Bystander {
  readonly pid: number;
  /** What was done to it. */
  harm(): string[];
  end(): void;
}

export const startBystander = async (): Promise<Bystander> => {
  const { pid, exited, killGroup } = await startProgram(
    { file: "sleep", args: ["3600"], cwd: "/", env: { PATH: process.env.PATH } },
    { stdin: "nothing", handshake: false, keptLogBytes: 0, mostLogBytes: 0 },
  );
  let endedBy: string | null = null;
  void exited.then(({ signal }) => {
    endedBy = signal;
  });
  return {
    pid,
    harm: () => (endedBy === null ? [] : [`a bystander was ended (${endedBy})`]),
    end: killGroup,
  };
};
