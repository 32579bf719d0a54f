import { openSync } from "node:fs";
import { escaped } from "../probe.ts";

const stepMb = 8;
const pagesPerMb = 16;

/** The part of WebAssembly's memory that is needed here; Node's types have none of it. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Memory and descriptors, taken past the language. */
export const memory = [
  escaped({
    name: "buffer bomb",
    wants: "memory outside of the heap",
    winsIfAccepted: true,
    run: (attacker) => {
      const { plentyMb } = attacker.targets;
      const kept: Buffer[] = [];
      const more = (): void => {
        kept.push(Buffer.alloc(stepMb * 1_000_000, 1));
        if (kept.length * stepMb < plentyMb) setImmediate(more);
        else attacker.got(`${plentyMb} MB`);
      };
      more();
    },
  }),
  escaped({
    name: "wasm memory bomb",
    wants: "memory that no heap limit counts",
    winsIfAccepted: true,
    run: (attacker) => {
      const { plentyMb } = attacker.targets;
      const { Memory } = Reflect.get(globalThis, "WebAssembly");
      const held: WasmMemory = new Memory({ initial: 1, maximum: 65_536 });
      const more = (): void => {
        held.grow(stepMb * pagesPerMb);
        new Uint8Array(held.buffer).fill(1);
        if (held.buffer.byteLength < plentyMb * 1_000_000) setImmediate(more);
        else attacker.got(`${plentyMb} MB`);
      };
      more();
    },
  }),
  escaped({
    name: "open files",
    wants: "every file descriptor",
    run: (attacker) => {
      attacker.leaveTables();
      let open = 0;
      while (open < 5000 && attacker.try(() => openSync(attacker.job.program, "r"))) open++;
      if (open === 5000) attacker.got("5000 open files");
    },
  }),
];
