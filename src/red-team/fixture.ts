import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../domain/project.ts";
import type { InputFile } from "../domain/run.ts";
import type { AttackPlaces } from "./attacker.ts";
import { attempted } from "./attempted.ts";
import { copyProject, type ProjectCopy } from "./project-copy.ts";

/** What one attack may see and reach, made for it alone, so that every trace is its own. */
export interface AttackFixture {
  readonly token: string;
  readonly copy: ProjectCopy;
  readonly canaries: Canaries;
  /** The operator's folder for temporary files. */
  readonly temporary: string;
  readonly requestFile: string;
  readonly places: AttackPlaces;
  /** Every trace of the attack that is on the disk or was heard. */
  traces(): string[];
  clear(): void;
}

export const makeFixture = async (
  project: Project,
  feeds: readonly InputFile[],
  folder: string,
  token: string,
  packageFiles: readonly string[],
): Promise<AttackFixture> => {
  const own = mkdtempSync(join(tmpdir(), `${token}-`));
  const made = (name: string): string => {
    const path = join(own, name);
    mkdirSync(path);
    return path;
  };
  const temporary = made("tmp");
  const canaries = makeCanaries(made("home"));
  const copy = copyProject(project, feeds, join(folder, token), canaries.gold);
  const listeners = await listen(join(own, "door"), token);
  const elsewhere = ["/", tmpdir(), "/var/tmp", "/dev/shm", canaries.home];
  const packageBefore = packageFiles.map(stamp);
  return {
    token,
    copy,
    canaries,
    temporary,
    requestFile: join(own, "request.json"),
    places: {
      token,
      project: copy.root,
      gold: copy.gold,
      precious: copy.precious,
      package: packageFiles,
      home: canaries.home,
      key: canaries.key,
      elsewhere,
      tcpPort: listeners.tcpPort,
      udpPort: listeners.udpPort,
      unixSocket: listeners.unixSocket,
      abstractSocket: listeners.abstractSocket,
    },
    traces: () => [
      ...copy.changes().map((path) => `${path} of the project was changed`),
      ...packageFiles
        .filter((file, at) => stamp(file) !== packageBefore[at])
        .map((file) => `${file} was written to`),
      ...elsewhere
        .filter((place) => existsSync(join(place, token)))
        .map((place) => `a file was left in ${place}`),
      ...namesIn(canaries.home)
        .filter((name) => name !== ".ssh")
        .map((name) => `${name} was left at home`),
      ...namesIn(temporary).map((name) => `${name} was left among temporary files`),
      ...listeners.heard.map((door) => `the ${door} listener was reached`),
    ],
    clear: () => {
      listeners.close();
      for (const place of elsewhere) attempted(() => rmSync(join(place, token)));
      for (const root of [copy.root, own]) {
        attempted(() => chmodSync(root, 0o700));
        rmSync(root, { recursive: true, force: true });
      }
    },
  };
};

const namesIn = (folder: string): string[] => attempted(() => readdirSync(folder)) ?? [];

const stamp = (file: string): string => {
  const facts = attempted(() => statSync(file, { bigint: true }));
  return facts ? `${facts.mtimeNs} ${facts.size}` : "gone";
};

/** Words that are in one place only: anyone who has them has read that place. */
export interface Canaries {
  readonly gold: string;
  readonly home: string;
  readonly key: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The places of which something is in this text. */
  foundIn(text: string): string[];
}

export const makeCanaries = (home: string): Canaries => {
  const gold = word();
  const keyWord = word();
  const environmentWord = word();
  const key = join(home, ".ssh", "id_ed25519");
  mkdirSync(join(home, ".ssh"), { recursive: true });
  writeFileSync(key, `-----BEGIN OPENSSH PRIVATE KEY-----\n${keyWord}\n`);
  const places = new Map([
    [gold, "the gold"],
    [keyWord, "a private key"],
    [environmentWord, "a key of the environment"],
    ...["/etc/passwd", "/etc/shadow"].map((path) => [beginningOf(path), path] as const),
  ]);
  return {
    gold,
    home,
    key,
    environment: { HOME: home, OPENAI_API_KEY: environmentWord },
    foundIn: (text) =>
      [...places]
        .filter(([canary]) => canary !== "" && text.includes(canary))
        .map(([, place]) => place),
  };
};

const word = (): string => `canary-${randomBytes(12).toString("hex")}`;

/** The first line, as far as this user may read it. */
const beginningOf = (path: string): string =>
  attempted(() => readFileSync(path, "utf8").split("\n")[0]) ?? "";

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
