import { setPriority } from "node:os";
import { setTimeout as after } from "node:timers/promises";
import type { Attacker } from "../attacker.ts";
import { escaped } from "../probe.ts";

const signal = (attacker: Attacker, pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids) if (pid > 1) attacker.try(() => process.kill(pid, name));
  attacker.leaveTables();
};

/** Other processes. The operator stands in for CleanLoop; the bystander is nobody's business. */
export const others = [
  escaped({
    name: "kills CleanLoop",
    wants: "the end of whoever started it",
    run: (attacker) => signal(attacker, [attacker.targets.operator, process.ppid], "SIGKILL"),
  }),
  escaped({
    name: "freezes CleanLoop",
    wants: "whoever started it to stand still",
    run: (attacker) => signal(attacker, [attacker.targets.operator], "SIGSTOP"),
  }),
  escaped({
    name: "kills a bystander",
    wants: "the end of a process that it has nothing to do with",
    run: (attacker) => signal(attacker, [attacker.targets.bystander], "SIGKILL"),
  }),
  escaped({
    name: "sees other processes",
    wants: "to find processes that it may signal",
    run: (attacker) => {
      const own = [process.pid, process.ppid];
      for (const pid of [attacker.targets.operator, attacker.targets.bystander])
        if (!own.includes(pid) && attacker.try(() => process.kill(pid, 0)))
          attacker.got(`process ${pid} within its reach`);
      attacker.leaveTables();
    },
  }),
  escaped({
    name: "opens CleanLoop's debugger",
    wants: "to command whoever started it, by SIGUSR1",
    run: async (attacker) => {
      signal(attacker, [attacker.targets.operator, process.ppid], "SIGUSR1");
      await after(400);
    },
  }),
  escaped({
    name: "slows CleanLoop down",
    wants: "whoever started it to come last",
    run: (attacker) => {
      attacker.try(() => setPriority(attacker.targets.operator, 19));
      attacker.leaveTables();
    },
  }),
];
