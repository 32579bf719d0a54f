import { closeSync, readdirSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { url } from "node:inspector";
import { dirname, join } from "node:path";
import type { Attacker } from "../attacker.ts";
import { escapedProgram } from "../probe.ts";

/** To the one process that is known, and to no other. */
const signalNext = (attacker: Attacker, name: NodeJS.Signals): void => {
  const { next } = attacker.targets;
  if (next) attacker.try(() => process.kill(next.pid, name));
  attacker.leaveTables();
};

/** Where the next run's job and tables will be, as this machine and as its own sandbox know them. */
const placesOfNext = ({ targets: { next }, job }: Attacker): string[] =>
  next === null
    ? []
    : ["job", "output"].flatMap((name) => [
        join(next.folder, name),
        join("/proc", `${next.pid}`, "root", next.folder, name),
        join("/proc", `${next.pid}`, "cwd", name),
        ...(name === "job" ? [`/proc/${next.pid}/root${dirname(job.program)}`] : []),
      ]);

/** Puts files where the next run will look, and its own tables where they belong. */
const plant = (attacker: Attacker, names: readonly string[]): void => {
  for (const place of placesOfNext(attacker))
    for (const name of names)
      if (attacker.try(() => writeFileSync(join(place, name), "planted")))
        attacker.got(`a place in ${place}`);
  attacker.leaveTables();
};

/** From one run into the next: attacks on a sandbox that stands ready for it. */
export const standbyPrograms = [
  escapedProgram({
    name: "waits for a second job",
    wants: "to be given what the next run is given",
    alsoPastNode: true,
    besideNext: true,
    run: (attacker) => {
      const jobFolder = dirname(attacker.job.program);
      const known = (): string =>
        readdirSync(jobFolder)
          .map((name) => `${name} ${readFileSync(join(jobFolder, name), "latin1")}`)
          .join();
      const before = known();
      attacker.leaveTables();
      for (let look = 0; look < 20; look++) {
        attacker.try(() => {
          const more = Buffer.alloc(4096);
          const size = readSync(0, more);
          if (size > 0) attacker.got(`${size} bytes of a second job`);
        });
        if (known() !== before) attacker.got("a second job");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      }
    },
  }),
  escapedProgram({
    name: "stays in its sandbox",
    wants: "to be there still when the next run begins",
    winsIfAccepted: true,
    alsoPastNode: true,
    besideNext: true,
    run: (attacker) => {
      attacker.leaveTables();
      for (const pipe of [0, 1, 2]) attacker.try(() => closeSync(pipe));
      setTimeout(() => process.exit(9), attacker.targets.lingerMs);
    },
  }),
  escapedProgram({
    name: "ends the next sandbox",
    wants: "the next run to fail before it begins",
    alsoPastNode: true,
    besideNext: true,
    run: (attacker) => signalNext(attacker, "SIGKILL"),
  }),
  escapedProgram({
    name: "halts the next sandbox",
    wants: "the next run to be out of time before it begins",
    alsoPastNode: true,
    besideNext: true,
    run: (attacker) => signalNext(attacker, "SIGSTOP"),
  }),
  escapedProgram({
    name: "opens the next sandbox's debugger",
    wants: "to command the next run, by SIGUSR1",
    alsoPastNode: true,
    besideNext: true,
    run: (attacker) => signalNext(attacker, "SIGUSR1"),
  }),
  escapedProgram({
    name: "leaves tables for the next run",
    wants: "its own tables to be taken for those of the next run",
    alsoPastNode: true,
    besideNext: true,
    run: (attacker) =>
      plant(
        attacker,
        attacker.job.tables.map(({ file }) => file),
      ),
  }),
  escapedProgram({
    name: "leaves a job for the next run",
    wants: "its own program to run in the next run's place",
    alsoPastNode: true,
    besideNext: true,
    run: (attacker) => plant(attacker, ["genome.js", "job.json"]),
  }),
];

/** Comes next, in the sandbox that stood ready meanwhile: says what of it is not as it should be. */
export const nextRun = escapedProgram({
  name: "the next run",
  wants: "nothing but to do its work",
  run: (attacker) => {
    const { job } = attacker;
    for (const name of readdirSync(job.output)) attacker.got(`${name} of an earlier run`);
    for (const name of readdirSync(dirname(job.program)))
      if (!/^(genome\.js|job\.json|\d+\.csv)$/.test(name)) attacker.got(`${name} beside its job`);
    if (url() !== undefined) attacker.got("an open debugger");
    attacker.leaveTables();
  },
});
