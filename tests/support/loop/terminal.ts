import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { until } from "../until.ts";

const cli = resolve(import.meta.dirname, "../../../dist/cli.cjs");

/** The command line at a terminal of its own, and somebody who types. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #screen = "";
  #seen = 0;

  constructor(args: readonly string[], cwd: string) {
    const command = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(" ");
    this.#child = spawn("script", ["-qefc", command, "/dev/null"], {
      cwd,
      env: { PATH: process.env.PATH ?? "", TERM: "xterm", NO_COLOR: "1", SHELL: "/bin/sh" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout?.on("data", (data) => {
      this.#screen += stripVTControlCharacters(String(data));
    });
    this.#ended = new Promise((done) => this.#child.on("close", done));
  }

  /** Waits until this stands on the screen, after what was seen before. */
  async sees(text: string): Promise<void> {
    const at = () => this.#screen.indexOf(text, this.#seen);
    await until(
      () => at() !== -1,
      () => `“${text}” in ${JSON.stringify(this.#screen)}`,
    );
    this.#seen = at() + text.length;
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Its exit code. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }
}
