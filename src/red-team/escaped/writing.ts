import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { escapedProgram } from "../probe.ts";

/** Writes a file's first byte over itself: it shows afterwards, and harms nothing. */
const touch = (path: string): void => {
  const file = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, 0);
  writeSync(file, byte, 0, 1, 0);
  closeSync(file);
};

/** Changes to anything but its own output; the project at hand is a copy. */
export const writingPrograms = [
  escapedProgram({
    name: "writes to the project",
    wants: "to change genome, starter, arena, gold or trail",
    alsoPastNode: true,
    run: (attacker) => {
      for (const file of attacker.targets.precious)
        attacker.try(() => appendFileSync(file, "owned\n"));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "adds to the project",
    wants: "to leave files beside genome, inputs and gold",
    alsoPastNode: true,
    run: (attacker) => {
      const { project } = attacker.targets;
      for (const folder of ["", "genome", "data", "data/input", ".output"])
        attacker.try(() => writeFileSync(join(project, folder, "owned.csv"), "owned\n"));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "removes the project",
    wants: "to delete the project or empty its files",
    alsoPastNode: true,
    run: (attacker) => {
      const { project, precious } = attacker.targets;
      for (const file of precious) attacker.try(() => truncateSync(file));
      attacker.try(() => rmSync(project, { recursive: true }));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "writes to its inputs",
    wants: "to change what it is given",
    alsoPastNode: true,
    run: (attacker) => {
      for (const { path } of attacker.job.inputs)
        attacker.try(() => appendFileSync(path, "owned\n"));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "writes to CleanLoop",
    wants: "to change the program that judges it",
    alsoPastNode: true,
    run: (attacker) => {
      for (const file of [...attacker.targets.package, process.argv[1] ?? ""])
        attacker.try(() => touch(file));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "writes at home",
    wants: "to leave a start-up file in the operator's home",
    alsoPastNode: true,
    run: (attacker) => {
      attacker.try(() => writeFileSync(join(attacker.targets.home, ".profile"), "owned\n"));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "folders that nobody may enter",
    wants: "to leave what cannot be cleared up",
    run: (attacker) => {
      const deep = Array.from({ length: 15 }, () => "d".repeat(200)).join("/");
      attacker.try(() => mkdirSync(attacker.inOutput(`deep/${deep}`), { recursive: true }));
      attacker.try(() => chmodSync(attacker.inOutput("deep"), 0));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "swaps the output folder",
    wants: "its tables to be fetched from the project itself",
    winsIfAccepted: true,
    alsoPastNode: true,
    run: (attacker) => {
      const { output } = attacker.job;
      const swapped =
        attacker.try(() => renameSync(output, `${output}-gone`)) ||
        attacker.try(() => rmSync(output, { recursive: true }));
      if (swapped) attacker.try(() => symlinkSync(attacker.targets.project, output));
    },
  }),
];
