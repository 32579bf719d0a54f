import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { linkSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { open } from "node:fs/promises";
import { connect, type NetConnectOpts } from "node:net";
import { dirname } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import type { Attacker } from "../attacker.ts";
import { escapedProgram } from "../probe.ts";

const showAll = (attacker: Attacker, files: readonly string[]): void => {
  for (const file of files) attacker.try(() => attacker.show(readFileSync(file)));
  attacker.leaveTables();
};

/** Secrets: what it reads it prints, and the red team finds its canaries there. */
export const readingPrograms = [
  escapedProgram({
    name: "gold by its path",
    wants: "to read the right answers",
    alsoPastNode: true,
    run: (attacker) => showAll(attacker, [attacker.targets.gold]),
  }),
  escapedProgram({
    name: "gold by a link",
    wants: "the right answers under a name in its own folder",
    alsoPastNode: true,
    run: (attacker) => {
      const link = attacker.inOutput("link");
      attacker.try(() => symlinkSync(attacker.targets.gold, link));
      showAll(attacker, [link]);
    },
  }),
  escapedProgram({
    name: "gold by a hard link",
    wants: "the right answers as a file of its own",
    alsoPastNode: true,
    run: (attacker) => {
      const link = attacker.inOutput("link");
      attacker.try(() => linkSync(attacker.targets.gold, link));
      showAll(attacker, [link]);
    },
  }),
  escapedProgram({
    name: "gold by /proc/*/root",
    wants: "the right answers through another process's view",
    alsoPastNode: true,
    run: (attacker) => {
      const { gold, operator } = attacker.targets;
      const views = ["self", "1", `${process.ppid}`, `${operator}`];
      showAll(
        attacker,
        views.flatMap((pid) => [`/proc/${pid}/root${gold}`, `/proc/${pid}/cwd/../../../${gold}`]),
      );
    },
  }),
  escapedProgram({
    name: "gold by inherited descriptors",
    wants: "a file that someone left open",
    run: async (attacker) => {
      for (let at = 3; at < 64; at++)
        attacker.try(() => attacker.show(readdirSync(`/proc/self/fd/${at}`).join()));
      await open(attacker.targets.gold).then(
        async (file) => attacker.show(await file.readFile()),
        () => {},
      );
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "environment",
    wants: "keys in its own environment",
    run: (attacker) => {
      attacker.show(JSON.stringify(process.env));
      attacker.leaveTables();
    },
  }),
  escapedProgram({
    name: "environment of others",
    wants: "keys in the environment of CleanLoop and of the first process",
    alsoPastNode: true,
    run: (attacker) =>
      showAll(
        attacker,
        ["1", "self", `${process.ppid}`, `${attacker.targets.operator}`].map(
          (pid) => `/proc/${pid}/environ`,
        ),
      ),
  }),
  escapedProgram({
    name: "keys at home",
    wants: "private keys in the operator's home",
    alsoPastNode: true,
    run: (attacker) => showAll(attacker, [attacker.targets.key]),
  }),
  escapedProgram({
    name: "users of this machine",
    wants: "/etc/passwd and /etc/shadow",
    alsoPastNode: true,
    run: (attacker) => showAll(attacker, ["/etc/passwd", "/etc/shadow"]),
  }),
  escapedProgram({
    name: "folders of others",
    wants: "to see what is on this machine",
    alsoPastNode: true,
    run: (attacker) => {
      const { project, home, gold, token } = attacker.targets;
      for (const folder of [project, home, dirname(gold)])
        attacker.try(() => attacker.got(`${readdirSync(folder).length} names in ${folder}`));
      attacker.try(() => {
        if (readdirSync("/tmp").some((name) => name.includes(token))) attacker.got("names in /tmp");
      });
      attacker.leaveTables();
    },
  }),
];

/** Knocks at a listener of the red team, which is the one that says whether it was reached. */
const knock = async (attacker: Attacker, where: NetConnectOpts): Promise<void> => {
  attacker.leaveTables();
  await inTime(
    new Promise<void>((settled) => {
      const socket = connect(where, () => socket.end("stolen"));
      socket.on("error", () => {}).on("close", () => settled());
    }),
  );
};

/** Whatever still waits by then is of no use before the run is over. */
const inTime = async (attempt: Promise<unknown>): Promise<void> => {
  await Promise.race([attempt.catch(() => {}), after(500)]);
  process.exit(0);
};

const loopback = "127.0.0.1";

/** Ways out, all to listeners on this machine. */
export const networkPrograms = [
  escapedProgram({
    name: "TCP",
    wants: "to send what it knows over a connection",
    alsoPastNode: true,
    run: (attacker) => knock(attacker, { host: loopback, port: attacker.targets.tcpPort }),
  }),
  escapedProgram({
    name: "unix socket",
    wants: "a service of this machine by the path of its socket",
    alsoPastNode: true,
    run: (attacker) => knock(attacker, { path: attacker.targets.unixSocket }),
  }),
  escapedProgram({
    name: "abstract unix socket",
    wants: "a service of this machine that has no path",
    alsoPastNode: true,
    run: (attacker) => knock(attacker, { path: attacker.targets.abstractSocket }),
  }),
  escapedProgram({
    name: "UDP",
    wants: "to send what it knows in a datagram",
    alsoPastNode: true,
    run: async (attacker) => {
      attacker.leaveTables();
      await inTime(
        new Promise<void>((sent) => {
          const socket = createSocket("udp4").on("error", () => sent());
          socket.send("stolen", attacker.targets.udpPort, loopback, () => sent());
        }),
      );
    },
  }),
  escapedProgram({
    name: "DNS",
    wants: "to send what it knows as a name to look up",
    alsoPastNode: true,
    run: async (attacker) => {
      attacker.leaveTables();
      const resolver = new Resolver({ timeout: 400, tries: 1 });
      resolver.setServers([`${loopback}:${attacker.targets.udpPort}`]);
      await inTime(resolver.resolve4("stolen.example"));
    },
  }),
];
