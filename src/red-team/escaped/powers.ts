import { spawnSync } from "node:child_process";
import { open, url } from "node:inspector";
import { setPriority } from "node:os";
import { setTimeout as after } from "node:timers/promises";
import type { Attacker } from "../attacker.ts";
import { escapedProgram } from "../probe.ts";

/** Runs a tool of the machine and says so when it did what it is for. */
const useTool = (attacker: Attacker, [file = "", ...args]: readonly string[]): void => {
  attacker.try(() => {
    if (spawnSync(file, args, { timeout: 300 }).status === 0) attacker.got(file);
  });
};

const binding = (name: string): Record<string, unknown> =>
  Reflect.apply(Reflect.get(process, "binding"), process, [name]);

/** Powers of the kernel and of Node's native half. */
export const powersPrograms = [
  escapedProgram({
    name: "native addon",
    wants: "machine code in its own process",
    run: (attacker) => {
      // Otherwise the report itself asks for the network, and is all that is seen.
      Reflect.set(process.report, "excludeNetwork", true);
      const report: { sharedObjects?: string[] } = Object(process.report.getReport());
      const library = report.sharedObjects?.find((path) => path.startsWith("/")) ?? "";
      try {
        process.dlopen({ exports: {} }, library);
      } catch (error) {
        // A library that is no addon is loaded and run before it is found to be none.
        if (String(error).includes("did not self-register")) attacker.got(library);
      }
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "native file system",
    wants: "the gold past every check that is made in JavaScript",
    run: (attacker) => {
      attacker.try(() => {
        const { open: openFile } = binding("fs");
        if (typeof openFile === "function") {
          const descriptor: unknown = openFile(attacker.targets.gold, 0, 0o666);
          if (typeof descriptor === "number") attacker.got(`descriptor ${descriptor} of the gold`);
        }
      });
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "native spawn",
    wants: "a process past every check that is made in JavaScript",
    run: (attacker) => {
      attacker.try(() => {
        const { spawn } = binding("spawn_sync");
        if (typeof spawn !== "function") return;
        const { status }: { status?: number } = Object(
          spawn({ file: process.execPath, args: ["node", "-e", "0"], stdio: [] }),
        );
        if (status === 0) attacker.got("a process");
      });
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "opens its own debugger",
    wants: "to be commanded from outside",
    run: (attacker) => {
      attacker.try(() => open(0, "127.0.0.1"));
      if (url() !== undefined) attacker.got(`a debugger at ${url()}`);
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "higher limits",
    wants: "more memory, processes and time than it was given",
    alsoPastNode: true,
    run: (attacker) => {
      useTool(attacker, ["prlimit", `--pid=${process.pid}`, "--core=unlimited", "--cpu=unlimited"]);
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "another root and other mounts",
    wants: "to lay the machine out as it likes",
    alsoPastNode: true,
    run: (attacker) => {
      for (const tool of [
        ["unshare", "--user", "--map-root-user", "--mount", "true"],
        ["mount", "-t", "tmpfs", "none", "/mnt"],
        ["chroot", "/", "true"],
        ["nsenter", "--target", `${attacker.targets.operator}`, "--mount", "true"],
      ])
        useTool(attacker, tool);
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "traces a process",
    wants: "to look into the memory of another one",
    alsoPastNode: true,
    run: (attacker) => {
      const pid = `${attacker.targets.bystander}`;
      useTool(attacker, ["strace", "-p", pid, "-o", "/dev/null"]);
      useTool(attacker, ["gdb", "-p", pid, "-batch"]);
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "another user",
    wants: "to be root",
    run: (attacker) => {
      const before = process.getuid?.();
      attacker.try(() => process.setgid?.(0));
      attacker.try(() => process.setuid?.(0));
      if (before !== 0 && process.getuid?.() === 0) attacker.got("root");
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "core dump",
    wants: "its memory as a file in the project",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.try(() => process.chdir(attacker.targets.project));
      process.abort();
    },
  }),
];

const signal = (attacker: Attacker, pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids) if (pid > 1) attacker.try(() => process.kill(pid, name));
  attacker.leaveTables();
};

/** Other processes. The operator stands in for CleanLoop; the bystander is nobody's business. */
export const othersPrograms = [
  escapedProgram({
    name: "kills CleanLoop",
    wants: "the end of the program that started it",
    run: (attacker) => signal(attacker, [attacker.targets.operator, process.ppid], "SIGKILL"),
  }),
  escapedProgram({
    name: "freezes CleanLoop",
    wants: "the program that started it to stand still",
    run: (attacker) => signal(attacker, [attacker.targets.operator], "SIGSTOP"),
  }),
  escapedProgram({
    name: "kills a bystander",
    wants: "the end of a process that it has nothing to do with",
    run: (attacker) => signal(attacker, [attacker.targets.bystander], "SIGKILL"),
  }),
  escapedProgram({
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
  escapedProgram({
    name: "opens CleanLoop's debugger",
    wants: "to command the program that started it, by SIGUSR1",
    run: async (attacker) => {
      signal(attacker, [attacker.targets.operator, process.ppid], "SIGUSR1");
      await after(400);
    },
  }),
  escapedProgram({
    name: "slows CleanLoop down",
    wants: "the program that started it to come last",
    run: (attacker) => {
      attacker.try(() => setPriority(attacker.targets.operator, 19));
      attacker.leaveTables();
    },
  }),
];
