import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { escapedProgram } from "../probe.ts";

/** Tables that are not tables; each of them wins if it is taken for one. */
export const tablesPrograms = [
  escapedProgram({
    name: "link to the gold as a table",
    wants: "the right answers to be fetched as its own",
    winsIfAccepted: true,
    alsoPastNode: true,
    run: (attacker) => {
      for (const table of attacker.tables) symlinkSync(attacker.targets.gold, table);
    },
  }),
  escapedProgram({
    name: "hard link as a table",
    wants: "a file of someone else to be fetched as its own",
    winsIfAccepted: true,
    alsoPastNode: true,
    run: (attacker) => {
      for (const table of attacker.tables) linkSync(attacker.job.inputs[0]?.path ?? "", table);
    },
  }),
  escapedProgram({
    name: "device as a table",
    wants: "the program that fetches it to read forever",
    winsIfAccepted: true,
    alsoPastNode: true,
    run: (attacker) => {
      for (const table of attacker.tables)
        if (spawnSync("mknod", [table, "c", "1", "5"]).status !== 0)
          symlinkSync("/dev/zero", table);
    },
  }),
  escapedProgram({
    name: "pipe as a table",
    wants: "the program that opens it to wait forever",
    winsIfAccepted: true,
    alsoPastNode: true,
    run: (attacker) => {
      for (const table of attacker.tables)
        if (spawnSync("mkfifo", [table]).status !== 0) symlinkSync("/dev/stdin", table);
    },
  }),
  escapedProgram({
    name: "folder as a table",
    wants: "the program that opens it to fall over",
    winsIfAccepted: true,
    run: (attacker) => {
      for (const table of attacker.tables) mkdirSync(table);
    },
  }),
  escapedProgram({
    name: "torn table",
    wants: "half a line to be taken for a whole table",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.leaveTables();
      writeFileSync(attacker.firstTable, "half a li", { flag: "a" });
    },
  }),
  escapedProgram({
    name: "half-written .part files",
    wants: "unfinished tables to be taken, with exit code 0",
    winsIfAccepted: true,
    run: (attacker) => {
      for (const table of attacker.tables) writeFileSync(`${table}.part`, "half\n");
      process.exit(0);
    },
  }),
  escapedProgram({
    name: "exit 0 halfway",
    wants: "one table of several to be taken for all",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.leaveTables();
      writeFileSync(attacker.firstTable, "");
      process.exit(0);
    },
  }),
  escapedProgram({
    name: "bytes that are not text",
    wants: "the program that reads the table to fall over",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.leaveTables();
      const file = openSync(attacker.firstTable, "a");
      writeSync(file, Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a]));
    },
  }),
];

/** Words and files by which it would like to be taken for a success. */
export const forgeriesPrograms = [
  escapedProgram({
    name: "success words on stdout",
    wants: "to be believed although it failed",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.say('{"outcome":"ok","score":14,"total":14,"fitness":1}\nready 1\n');
      process.exit(1);
    },
  }),
  escapedProgram({
    name: "success words on other descriptors",
    wants: "to speak to the program that started it on channels of their own",
    winsIfAccepted: true,
    run: (attacker) => {
      const words = '{"child-pid": 1}\n{"exit-code": 0}\nready 1\ngo\n';
      for (let at = 3; at < 20; at++) attacker.try(() => writeSync(at, words));
      process.exit(1);
    },
  }),
  escapedProgram({
    name: "success by an IPC message",
    wants: "to answer in the name of the sandbox",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.try(() => process.send?.({ outcome: "ok", tables: [] }));
      process.exit(1);
    },
  }),
  escapedProgram({
    name: "forged result files",
    wants: "its own report to be read in place of ours",
    winsIfAccepted: true,
    run: (attacker) => {
      for (const name of ["result.json", "outcome.json", "evaluation.json", "trail.jsonl"])
        attacker.try(() => writeFileSync(attacker.inOutput(name), '{"outcome":"ok","score":14}'));
      process.exit(1);
    },
  }),
  escapedProgram({
    name: "words of running out of memory",
    wants: "to be blamed for something else than it did",
    winsIfAccepted: true,
    run: () => {
      writeSync(2, "FATAL ERROR: Reached heap limit Allocation failed\nKilled\n");
      process.exit(134);
    },
  }),
];
