import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { SandboxJob } from "../sandbox/job.ts";

/** Where things are on the fixture of one attack. */
export interface AttackPlaces {
  readonly token: string;
  readonly project: string;
  readonly gold: string;
  /** Files of the project that no run may change. */
  readonly precious: readonly string[];
  /** Files of CleanLoop itself. */
  readonly package: readonly string[];
  readonly home: string;
  readonly key: string;
  /** Where anyone might be allowed to write. */
  readonly elsewhere: readonly string[];
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly unixSocket: string;
  readonly abstractSocket: string;
}

/** As it is known outside of it. */
export interface NextSandbox {
  readonly pid: number;
  readonly folder: string;
}

/** What the red team tells an escaped program. */
export interface Targets extends AttackPlaces {
  readonly operator: number;
  readonly bystander: number;
  /** The sandbox that stands ready for the next run; null where there is none. */
  readonly next: NextSandbox | null;
  /** Longer than the run may take, but no plague where containment fails. */
  readonly lingerMs: number;
  /** More memory than the run may have, but not all of this machine's. */
  readonly plentyMb: number;
}

/** What is in the job's place where a genome's JavaScript would be. */
export interface Instructions {
  readonly program: string;
  readonly targets: Targets;
}

/** The hands of an escaped program. */
export class Attacker {
  readonly instructions: Instructions;
  readonly job: SandboxJob;

  constructor(jobFile: string) {
    this.job = JSON.parse(readFileSync(jobFile, "utf8"));
    this.instructions = JSON.parse(readFileSync(this.job.program, "utf8"));
  }

  get targets(): Targets {
    return this.instructions.targets;
  }

  get tables(): string[] {
    return this.job.tables.map(({ file }) => this.inOutput(file));
  }

  get firstTable(): string {
    return this.tables[0] ?? "";
  }

  inOutput(name: string): string {
    return join(this.job.output, name);
  }

  began(): void {
    this.say(`${this.targets.token} began\n`);
  }

  /** Says what it got hold of; only a program that has won calls this. */
  got(what: string): void {
    this.say(`${this.targets.token} got ${what}\n`);
  }

  say(words: string | Uint8Array): void {
    writeSync(1, Buffer.from(words));
  }

  /** Shows what it read: the red team looks for secrets in it. */
  show(content: string | Uint8Array): void {
    this.say(Buffer.from(content).subarray(0, 4096));
    this.say("\n");
  }

  /** Leaves what an honest run would, so that nothing but the attack tells the two apart. */
  leaveTables(): void {
    for (const [at, { columns }] of this.job.tables.entries())
      writeFileSync(this.tables[at] ?? "", `${columns.join(",")}\n`);
  }

  /** Goes on with the next way when this one is barred. */
  try(way: () => unknown): boolean {
    try {
      way();
      return true;
    } catch {
      return false;
    }
  }
}
