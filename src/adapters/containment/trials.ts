import type { Isolation, Job } from "../../domain/run.ts";
import { attempt } from "./attempt.ts";
import { type Backend, SetupFailed } from "./backends/backend.ts";
import { isolationBy } from "./layers.ts";
import type { BackendRefusal } from "./missing-namespaces.ts";
import type { NodeFacts } from "./node.ts";

import { openRunFolder } from "./run-folder.ts";

/** What runs so far have shown about each backend on this machine. Nothing is asked twice. */
export class Trials {
  readonly #node: NodeFacts;
  readonly #proven = new Set<Backend>();
  readonly #refused = new Map<Backend, string>();
  readonly #proofs = new Map<Backend, Promise<boolean>>();
  readonly #isolations = new Map<Backend, Isolation>();

  constructor(node: NodeFacts) {
    this.#node = node;
  }

  get refusals(): readonly BackendRefusal[] {
    return [...this.#refused].map(([{ name }, reason]) => ({ backend: name, reason }));
  }

  isProven(backend: Backend): boolean {
    return this.#proven.has(backend);
  }

  isRefused(backend: Backend): boolean {
    return this.#refused.has(backend);
  }

  hold(backend: Backend): void {
    this.#proven.add(backend);
  }

  refuse(backend: Backend, reason: string): void {
    this.#refused.set(backend, reason);
  }

  isolation(backend: Backend): Isolation {
    const known = this.#isolations.get(backend) ?? isolationBy(backend.name, this.#node);
    this.#isolations.set(backend, known);
    return known;
  }

  /** Settles by a program that does nothing whether a backend can run anything at all. */
  prove(backend: Backend, signal: AbortSignal | undefined): Promise<boolean> {
    const proof = this.#proofs.get(backend) ?? this.#tryEmpty(backend, signal);
    this.#proofs.set(backend, proof);
    proof.catch(() => this.#proofs.delete(backend));
    return proof;
  }

  async #tryEmpty(backend: Backend, signal: AbortSignal | undefined): Promise<boolean> {
    const fault = await faultOfEmptyRun(backend, this.isolation(backend), this.#node, signal);
    if (fault === null) this.hold(backend);
    else this.refuse(backend, fault);
    return fault === null;
  }
}

const entry = "empty.cjs";

const emptyJob: Job = {
  program: "",
  inputs: [],
  tables: [],
  limits: { timeoutSeconds: 10, memoryMb: 256, outputMb: 1 },
  outputFolder: "",
};

/** Why a program that does nothing does not even run on this backend; null when it does. */
export const faultOfEmptyRun = async (
  backend: Backend,
  isolation: Isolation,
  node: NodeFacts,
  signal: AbortSignal | undefined,
): Promise<string | null> => {
  const runtime = openRunFolder();
  try {
    runtime.write(entry, "");
    const place = { folder: runtime.folder, entry, node };
    const run = await attempt(backend, isolation, place, emptyJob, signal);
    if (run.outcome === "ok") return null;
    const lastLine = run.facts.stderr.trim().split("\n").at(-1) ?? "";
    return `an empty program ${run.detail}${lastLine === "" ? "" : ` (${lastLine})`}`;
  } catch (error) {
    if (error instanceof SetupFailed) return error.message;
    throw error;
  } finally {
    await runtime.remove();
  }
};
