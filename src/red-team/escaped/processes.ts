import { type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { chmodSync, closeSync, writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Attacker } from "../attacker.ts";
import { escapedProgram } from "../probe.ts";

const linger = ({ targets }: Attacker): void => {
  setTimeout(() => process.exit(9), targets.lingerMs);
};

/** A child that lives longer than the run may, and bears the token by which it is found. */
const leaveChild = ({ targets }: Attacker, options: SpawnOptions, code = ""): void => {
  const child = spawn(
    process.execPath,
    ["-e", `${code};setTimeout(() => {}, ${targets.lingerMs})`, targets.token],
    options,
  );
  child.on("error", () => {});
  child.unref();
};

/** Children, threads and daemons: whatever may outlive a run or watch a machine. */
export const processesPrograms = [
  escapedProgram({
    name: "ignores signals",
    wants: "to live on when it is asked to end",
    winsIfAccepted: true,
    run: (attacker) => {
      for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGXCPU"])
        process.on(signal, () => {});
      attacker.leaveTables();
      linger(attacker);
    },
  }),
  escapedProgram({
    name: "fork bomb",
    wants: "every place in the process table",
    alsoPastNode: true,
    run: (attacker) => {
      attacker.leaveTables();
      let begun = 0;
      const more = (): void => {
        for (let at = 0; at < 10; at++)
          spawn(
            process.execPath,
            ["-e", `setTimeout(() => {}, ${attacker.targets.lingerMs})`, attacker.targets.token],
            {
              stdio: "ignore",
            },
          )
            .on("spawn", () => ++begun === 100 && attacker.got("100 processes"))
            .on("error", () => {});
      };
      for (let wave = 0; wave < 20; wave++) setTimeout(() => attacker.try(more), wave * 20);
    },
  }),
  escapedProgram({
    name: "thread bomb",
    wants: "every processor and a stack for each thread",
    alsoPastNode: true,
    run: (attacker) => {
      attacker.leaveTables();
      let begun = 0;
      const more = (): void => {
        new Worker(`setTimeout(() => process.exit(), ${attacker.targets.lingerMs}); for (;;);`, {
          eval: true,
        })
          .on("online", () => ++begun === 100 && attacker.got("100 threads"))
          .on("error", () => {});
      };
      for (let at = 0; at < 200; at++) setTimeout(() => attacker.try(more), at * 2);
    },
  }),
  escapedProgram({
    name: "shell",
    wants: "a shell and what it finds on this machine",
    alsoPastNode: true,
    run: (attacker) => {
      const { token } = attacker.targets;
      for (const shell of ["/bin/sh", "/bin/bash", "/usr/bin/env", "/bin/busybox"])
        attacker.try(() => {
          const words = shell.endsWith("env") ? ["echo", token] : ["-c", `echo ${token}`];
          const { stdout } = spawnSync(shell, words, { encoding: "utf8" });
          if (stdout.includes(token)) attacker.got(shell);
        });
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "program of its own making",
    wants: "a program that nobody else has put there",
    alsoPastNode: true,
    run: (attacker) => {
      const made = attacker.inOutput("made");
      attacker.try(() => writeFileSync(made, `#!/bin/sh\necho ${attacker.targets.token}\n`));
      attacker.try(() => chmodSync(made, 0o755));
      attacker.try(() => {
        const { stdout } = spawnSync(made, [], { encoding: "utf8" });
        if (stdout.includes(attacker.targets.token)) attacker.got("a program of its own");
      });
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "lingering child",
    wants: "a child that stays when it ends itself",
    alsoPastNode: true,
    run: (attacker) => {
      attacker.leaveTables();
      leaveChild(attacker, { stdio: "ignore" });
    },
  }),
  escapedProgram({
    name: "daemon in its own session",
    wants: "a child that no process group reaches",
    alsoPastNode: true,
    run: (attacker) => {
      attacker.leaveTables();
      leaveChild(attacker, { stdio: "ignore", detached: true });
    },
  }),
  escapedProgram({
    name: "daemon by a double fork",
    wants: "a grandchild that nobody is the parent of",
    alsoPastNode: true,
    run: (attacker) => {
      attacker.leaveTables();
      const { token } = attacker.targets;
      const again = `require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, ${attacker.targets.lingerMs})", "${token}"], { stdio: "ignore", detached: true }).unref();process.exit()`;
      leaveChild(attacker, { stdio: "ignore", detached: true }, again);
    },
  }),
  escapedProgram({
    name: "daemon that holds the pipe",
    wants: "the program that reads its output to wait forever",
    alsoPastNode: true,
    run: (attacker) => {
      attacker.leaveTables();
      leaveChild(attacker, { stdio: "inherit", detached: true });
    },
  }),
  escapedProgram({
    name: "closes its pipes and stays",
    wants: "to look as if it had ended",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.leaveTables();
      for (const pipe of [1, 2]) closeSync(pipe);
      linger(attacker);
    },
  }),
  escapedProgram({
    name: "exit that never ends",
    wants: "to work on when its tables are there",
    winsIfAccepted: true,
    run: (attacker) => {
      attacker.leaveTables();
      process.on("exit", () => {
        for (const end = Date.now() + attacker.targets.lingerMs; Date.now() < end; );
      });
    },
  }),
];
