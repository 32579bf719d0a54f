import { readFileSync } from "node:fs";
import type { TrailEvent } from "../../../src/domain/events.ts";
import { type Answer, type Call, cleanloopHere, launch, type Running } from "../cli.ts";
import { TestProject } from "../project.ts";
import { until } from "../until.ts";
import { Script } from "./script.ts";

type Kind = TrailEvent["type"];
type EventOf<Type extends Kind> = Extract<TrailEvent, { type: Type }>;

export interface Looped extends Answer {
  /** The last line of `loop --json`, or what it said instead. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever the document holds
  readonly summary: any;
}

/** A finance project, a script for its proposer, and the command line. */
export class Lab {
  readonly project = new TestProject();
  readonly script = new Script();
  readonly #running: Running[] = [];

  get root(): string {
    return this.project.root;
  }

  settings(settings: object): this {
    this.project.write("cleanloop.json", JSON.stringify(settings));
    return this;
  }

  /** The finance arena with something changed, and fewer runs for each candidate. */
  arena(changes: object = { vetoes: [] }): this {
    const arena = JSON.parse(this.project.read("data/arena.json"));
    this.project.write("data/arena.json", JSON.stringify({ ...arena, ...changes }));
    return this;
  }

  async run(...args: readonly string[]): Promise<Answer> {
    return cleanloopHere(args, { cwd: this.root });
  }

  async loop(...args: readonly string[]): Promise<Looped> {
    return looped(await cleanloopHere(["loop", ...this.#usual(args), ...args], { cwd: this.root }));
  }

  /** A loop that is still running when this returns. */
  start(...args: readonly string[]): Running {
    return this.#launch(["loop", ...this.#usual(args), ...args], { cwd: this.root });
  }

  launch(args: readonly string[], call: Call = { cwd: this.root }): Running {
    return this.#launch(args, call);
  }

  events(): TrailEvent[];
  events<Type extends Kind>(type: Type): EventOf<Type>[];
  events(type?: Kind): TrailEvent[] {
    const events = eventsAt(this.project.path(".output/trail.jsonl"));
    return type === undefined ? events : events.filter((event) => event.type === type);
  }

  last<Type extends Kind>(type: Type): EventOf<Type> | undefined {
    return this.events(type).at(-1);
  }

  until(event: (one: TrailEvent) => boolean, what: string): Promise<void> {
    return until(() => this.events().some(event), what);
  }

  get genome(): string {
    return this.project.read("genome/clean_data.ts");
  }

  dispose(): void {
    for (const { child } of this.#running) child.kill("SIGKILL");
    this.project.dispose();
    this.script.dispose();
  }

  #launch(args: readonly string[], call: Call): Running {
    const running = launch(args, call);
    this.#running.push(running);
    return running;
  }

  #usual(args: readonly string[]): string[] {
    const unless = (flag: string, ...usual: string[]) => (args.includes(flag) ? [] : usual);
    return [
      "--json",
      ...unless("--proposer", "--proposer", this.script.proposer),
      ...unless("--reviewer", "--reviewer", "judge"),
    ];
  }
}

export const looped = (answer: Answer): Looped => {
  const document = answer.stdout.trimEnd();
  const [last = "null"] = document.startsWith("{\n") ? [document] : document.split("\n").slice(-1);
  return { ...answer, summary: last === "" ? null : JSON.parse(last) };
};

/** The whole lines of a trail, whoever writes it at the moment. */
const eventsAt = (path: string): TrailEvent[] => {
  try {
    const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  } catch {
    return [];
  }
};
