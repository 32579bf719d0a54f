import { spawn } from "node:child_process";

/** A process that has nothing to do with any run. */
export interface Bystander {
  readonly pid: number;
  /** What was done to it. */
  harm(): string[];
  end(): void;
}

export const startBystander = (): Bystander => {
  const child = spawn("sleep", ["3600"], { stdio: "ignore" }).on("error", () => {});
  return {
    pid: child.pid ?? 0,
    harm: () => (child.signalCode === null ? [] : [`a bystander was ended (${child.signalCode})`]),
    end: () => void child.kill("SIGKILL"),
  };
};
