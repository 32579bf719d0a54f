import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutFinance, shipped } from "./finance.ts";
import { removeFolder } from "./remove-folder.ts";
import { endedInTime } from "./until.ts";

export const readPage = (path: string): string => readFileSync(shipped(path), "utf8");

/** The code blocks of a page that are written in this language. */
export const blocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, text = ""]) => text,
  );

/** Every command line that a page names in a sentence or a table. */
export const commandLines = (page: string): string[] =>
  [...page.matchAll(/`(cleanloop [a-z][^`]*)`/g)].map(([, line = ""]) => line);

/** A finance project of its own, and a shell in it that knows `cleanloop`. */
export class PageProject {
  readonly root = mkdtempSync(join(tmpdir(), "cleanloop-page-"));

  constructor() {
    layOutFinance(this.root);
    copyFileSync(shipped(".output/README.md"), join(this.root, ".output/README.md"));
    mkdirSync(join(this.root, "bin"));
    const launcher = `#!/bin/sh\nexec "${process.execPath}" "${shipped("dist/cli.cjs")}" "$@"\n`;
    writeFileSync(join(this.root, "bin/cleanloop"), launcher);
    chmodSync(join(this.root, "bin/cleanloop"), 0o755);
  }

  dispose(): void {
    removeFolder(this.root);
  }

  run(command: string): string {
    const { stdout } = spawnSync("sh", ["-c", `exec 2>&1\n${command}`], {
      cwd: this.root,
      env: { PATH: `${join(this.root, "bin")}:${process.env.PATH}` },
      encoding: "utf8",
      ...endedInTime,
    });
    return stdout.trimEnd();
  }

  /**
   * The page with what its sessions print today, run in their order. What only time changes is left
   * as the page has it, so a page that is right comes back as it is.
   */
  played(page: string): string {
    return page.replace(/(?<=^```console\n).*?(?=^```)/gms, (session) =>
      session
        .split(/^(?=\$ )/m)
        .map((step) => this.#playedStep(step))
        .join(""),
    );
  }

  #playedStep(step: string): string {
    const [command = "", ...told] = step.trimEnd().split("\n");
    const printed = this.run(command.slice("$ ".length));
    return timeless(printed) === timeless(told.join("\n"))
      ? step
      : [command, printed, ""].filter((line, at) => line !== "" || at === 2).join("\n");
  }
}

/** Time is not the same twice, nor is what is named after it; everything else is. */
const timeless = (text: string): string =>
  text
    .replace(/\d+\.\d\d s/g, "… s")
    .replace(/\d{8}t\d{6}-[0-9a-f]{6}/g, "<run>")
    .replace(/^Head {5}[0-9a-f]{64}$/gm, "Head     <digest>");
