import { writeFileSync, writeSync } from "node:fs";
import { escaped } from "../probe.ts";

/** Words and files by which it would like to be taken for a success. */
export const forgeries = [
  escaped({
    name: "success words on stdout",
    wants: "to be believed although it failed",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.say('{"outcome":"ok","score":14,"total":14,"fitness":1}\nready 1\n');
      process.exit(1);
    },
  }),
  escaped({
    name: "success words on other descriptors",
    wants: "to speak to whoever started it on channels of their own",
    winsIfAccepted: true,
    run: (attacker) => {
      const words = '{"child-pid": 1}\n{"exit-code": 0}\nready 1\ngo\n';
      for (let at = 3; at < 20; at++) attacker.try(() => writeSync(at, words));
      process.exit(1);
    },
  }),
  escaped({
    name: "success by an IPC message",
    wants: "to answer in the name of the sandbox",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.try(() => process.send?.({ outcome: "ok", tables: [] }));
      process.exit(1);
    },
  }),
  escaped({
    name: "forged result files",
    wants: "its own report to be read in place of ours",
    winsIfAccepted: true,
    run: (attacker) => {
      for (const name of ["result.json", "outcome.json", "evaluation.json", "trail.jsonl"])
        attacker.try(() => writeFileSync(attacker.inOutput(name), '{"outcome":"ok","score":14}'));
      process.exit(1);
    },
  }),
  escaped({
    name: "words of running out of memory",
    wants: "to be blamed for something else than it did",
    winsIfAccepted: true,
    run: () => {
      writeSync(2, "FATAL ERROR: Reached heap limit Allocation failed\nKilled\n");
      process.exit(134);
    },
  }),
];
