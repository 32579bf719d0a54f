import { join } from "node:path";

/** Where the evidence lives inside the project's `.output/`. */
export const layout = (folder: string) => ({
  folder,
  trail: join(folder, "trail.jsonl"),
  head: join(folder, "head.json"),
  nextHead: join(folder, "head.json.next"),
  appendLock: join(folder, "trail.lock"),
  checkpoint: join(folder, "checkpoint.json"),
  nextCheckpoint: join(folder, "checkpoint.json.next"),
  quarantine: join(folder, "quarantine"),
  genomes: join(folder, "genomes"),
});

export type Layout = ReturnType<typeof layout>;
