import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { layOutFinance } from "./finance.ts";
import { removeFolder } from "./remove-folder.ts";

/** A fresh finance project that a test may do anything to. */
export class TestProject {
  readonly root: string;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), "cleanloop-project-"));
    layOutFinance(this.root);
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
    removeFolder(this.root);
  }
}
