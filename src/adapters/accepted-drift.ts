import { type AcceptedDrift, acceptedDriftSchema, type DriftFinding } from "../domain/drift.ts";
import type { AcceptedDriftFile } from "../domain/ports/files.ts";
import { parseStrict } from "../domain/strict-parse.ts";
import { readTextIfThere, writeWhole } from "./files.ts";

export const acceptedDrift = (path: string, now: () => Date): AcceptedDriftFile => {
  const read = (): AcceptedDrift => {
    const text = readTextIfThere(path);
    return text === undefined
      ? { format: 1, accepted: [] }
      : parseStrict(acceptedDriftSchema, text, path);
  };
  return {
    read: () => read().accepted.map(({ finding }) => finding),
    add: (findings: readonly DriftFinding[]) => {
      const { format, accepted } = read();
      const at = now().toISOString();
      const all = [...accepted, ...findings.map((finding) => ({ at, finding }))];
      writeWhole(path, `${JSON.stringify({ format, accepted: all }, null, 2)}\n`);
    },
  };
};
