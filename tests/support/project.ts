import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "../..");

/** A copy of the shipped finance project that a test may do anything to. */
export class TestProject {
  readonly root: string;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), "cleanloop-project-"));
    cpSync(join(repository, "data"), this.path("data"), { recursive: true });
    mkdirSync(this.path("genome"));
    const starter = readFileSync(join(repository, "genome/clean_data_starter.ts"));
    this.write("genome/clean_data_starter.ts", starter);
    this.write("genome/clean_data.ts", starter);
    mkdirSync(this.path(".output"));
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  delete(name: string): void {
    rmSync(this.path(name), { recursive: true });
  }

  /** Every file with its bytes: what must be the same when nothing may change. */
  snapshot(folder = "."): Record<string, string> {
    const names = readdirSync(this.path(folder), { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [path.slice(this.root.length + 1), readFileSync(path, "base64")]),
    );
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
