import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { removeFolder } from "../remove-folder.ts";
import { until } from "../until.ts";

const player = resolve(import.meta.dirname, "../../fixtures/proposers/play.sh");

interface Candidate {
  readonly text: string;
  readonly hypothesis: string;
}

/** What a proposer will answer, round by round. */
export class Script {
  readonly folder = mkdtempSync(join(tmpdir(), "cleanloop-script-"));

  /** As `--proposer` takes it. */
  get proposer(): string {
    return `command:/bin/sh ${player} ${this.folder}`;
  }

  /** The candidates of one round each, from this round on. */
  play(from: number, ...texts: readonly (string | readonly string[])[]): this {
    for (const [at, text] of texts.entries()) {
      const candidates = [text].flat().map((one) => this.#candidate(one));
      this.answer(from + at, JSON.stringify({ candidates }));
    }
    return this;
  }

  answer(round: number, stdout: string): this {
    writeFileSync(this.#path(round, "json"), stdout);
    return this;
  }

  /** The proposer will hang in this round until it is let go. */
  holdAt(round: number): this {
    writeFileSync(this.#path(round, "hold"), "");
    return this;
  }

  asked(round: number): Promise<void> {
    return until(() => existsSync(this.#path(round, "asked")), `round ${round} to be asked for`);
  }

  letGo(round: number): void {
    rmSync(this.#path(round, "hold"));
  }

  dispose(): void {
    removeFolder(this.folder);
  }

  #candidate(text: string): Candidate {
    return { text, hypothesis: text.split("\n")[0]?.replace(/^\/\/ /, "") ?? "" };
  }

  #path(round: number, kind: string): string {
    return join(this.folder, `${round}.${kind}`);
  }
}
