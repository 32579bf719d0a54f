import { openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { escapedProgram } from "../probe.ts";

const stepMb = 8;
const pagesPerMb = 16;

/** The part of WebAssembly's memory that is needed here; Node's types have none of it. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Memory and descriptors, taken past the language. */
export const memoryPrograms = [
  escapedProgram({
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
  escapedProgram({
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
  escapedProgram({
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

const chunk = Buffer.alloc(262_144, "x");

/** Printed and written without end; bounded, for where nothing else bounds it. */
export const floodsPrograms = [
  ...[1, 2].map((descriptor) =>
    escapedProgram({
      name: descriptor === 1 ? "stdout flood" : "stderr flood",
      wants: "to fill the log",
      winsIfAccepted: true,
      run: (attacker) => {
        for (let at = 0; at < 400; at++) writeSync(descriptor, chunk);
        attacker.got("100 MB of log");
        attacker.leaveTables();
      },
    }),
  ),
  escapedProgram({
    name: "disk fill in the output folder",
    wants: "the disk, file by file",
    winsIfAccepted: true,
    run: (attacker) => {
      for (let at = 0; at < 200; at++) writeFileSync(attacker.inOutput(`fill-${at}`), chunk);
      attacker.got("50 MB of disk");
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "disk fill in one file",
    wants: "the disk in one file, with a hole as large as can be",
    winsIfAccepted: true,
    run: (attacker) => {
      const file = openSync(attacker.firstTable, "w");
      attacker.try(() => writeSync(file, chunk, 0, 1, 1_000_000_000));
      for (let at = 0; at < 200; at++) writeSync(file, chunk);
      attacker.got("50 MB of disk");
    },
  }),
  escapedProgram({
    name: "inode fill",
    wants: "every file that the disk can hold",
    winsIfAccepted: true,
    run: (attacker) => {
      for (let at = 0; at < 50_000; at++) writeFileSync(attacker.inOutput(`empty-${at}`), "");
      attacker.got("50,000 files");
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "disk fill outside",
    wants: "disk anywhere but in its output folder",
    alsoPastNode: true,
    run: (attacker) => {
      const { elsewhere, token } = attacker.targets;
      for (const folder of elsewhere) attacker.try(() => writeFileSync(join(folder, token), chunk));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "huge file names",
    wants: "more names than a list of them can hold",
    run: (attacker) => {
      for (let at = 0; at < 20_000; at++)
        writeFileSync(attacker.inOutput(`${at}`.padEnd(250, "n")), "");
      attacker.got("5 MB of names");
    },
    winsIfAccepted: true,
  }),
];
