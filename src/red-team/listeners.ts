import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/** Doors on this machine's loopback that no run may knock at. */
export interface Listeners {
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly unixSocket: string;
  readonly abstractSocket: string;
  /** What has been knocked at. */
  readonly heard: readonly string[];
  close(): void;
}

export const listen = async (unixSocket: string, token: string): Promise<Listeners> => {
  const heard: string[] = [];
  const open = async (name: string, where: { path: string } | { host: string; port: number }) => {
    const server = createServer((socket) => {
      heard.push(name);
      socket.on("error", () => {}).destroy();
    });
    await once(server.listen(where), "listening");
    return server;
  };
  const loopback = "127.0.0.1";
  const abstractSocket = `\0${token}`;
  const tcp = await open("TCP", { host: loopback, port: 0 });
  const servers = [tcp, await open("unix", { path: unixSocket })];
  if (process.platform === "linux")
    servers.push(await open("abstract unix", { path: abstractSocket }));
  const udp = createSocket("udp4").bind(0, loopback);
  udp.on("message", () => heard.push("UDP"));
  await once(udp, "listening");
  const address = tcp.address();
  return {
    tcpPort: typeof address === "object" && address ? address.port : 0,
    udpPort: udp.address().port,
    unixSocket,
    abstractSocket,
    heard,
    close: () => {
      for (const each of [...servers, udp]) each.close();
    },
  };
};
