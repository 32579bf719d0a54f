import { openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { escaped } from "../probe.ts";

const chunk = Buffer.alloc(262_144, "x");

/** Printed and written without end; bounded, for where nothing else bounds it. */
export const floods = [
  ...[1, 2].map((descriptor) =>
    escaped({
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
  escaped({
    name: "disk fill in the output folder",
    wants: "the disk, file by file",
    winsIfAccepted: true,
    run: (attacker) => {
      for (let at = 0; at < 200; at++) writeFileSync(attacker.inOutput(`fill-${at}`), chunk);
      attacker.got("50 MB of disk");
      attacker.leaveTables();
    },
  }),
  escaped({
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
  escaped({
    name: "inode fill",
    wants: "every file that the disk can hold",
    winsIfAccepted: true,
    run: (attacker) => {
      for (let at = 0; at < 50_000; at++) writeFileSync(attacker.inOutput(`empty-${at}`), "");
      attacker.got("50,000 files");
      attacker.leaveTables();
    },
  }),
  escaped({
    name: "disk fill outside",
    wants: "disk anywhere but in its output folder",
    alsoPastNode: true,
    run: (attacker) => {
      const { elsewhere, token } = attacker.targets;
      for (const folder of elsewhere) attacker.try(() => writeFileSync(join(folder, token), chunk));
      attacker.leaveTables();
    },
  }),
  escaped({
    name: "huge file names",
    wants: "names that whoever lists them cannot hold",
    run: (attacker) => {
      for (let at = 0; at < 20_000; at++)
        writeFileSync(attacker.inOutput(`${at}`.padEnd(250, "n")), "");
      attacker.got("5 MB of names");
    },
    winsIfAccepted: true,
  }),
];
