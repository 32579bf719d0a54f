import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../domain/project.ts";
import type { Landmarks } from "./attacker.ts";
import { attempted } from "./attempted.ts";
import { type Canaries, makeCanaries } from "./canaries.ts";
import { listen } from "./listeners.ts";
import { makeTwin, type Twin } from "./twin.ts";

/** What one attack may see and reach, made for it alone, so that every trace is its own. */
export interface Ground {
  readonly token: string;
  readonly twin: Twin;
  readonly canaries: Canaries;
  /** The operator's folder for temporary files. */
  readonly temporary: string;
  readonly orderFile: string;
  readonly landmarks: Landmarks;
  /** Every trace of the attack that is on the disk or was heard. */
  traces(): string[];
  clear(): void;
}

export const makeGround = async (
  project: Project,
  folder: string,
  token: string,
  packageFiles: readonly string[],
): Promise<Ground> => {
  const own = mkdtempSync(join(tmpdir(), `${token}-`));
  const made = (name: string): string => {
    const path = join(own, name);
    mkdirSync(path);
    return path;
  };
  const temporary = made("tmp");
  const canaries = makeCanaries(made("home"));
  const twin = makeTwin(project, join(folder, token), canaries.gold);
  const listeners = await listen(join(own, "door"), token);
  const elsewhere = ["/", tmpdir(), "/var/tmp", "/dev/shm", canaries.home];
  const packageBefore = packageFiles.map(stamp);
  return {
    token,
    twin,
    canaries,
    temporary,
    orderFile: join(own, "order.json"),
    landmarks: {
      token,
      project: twin.root,
      gold: twin.gold,
      precious: twin.precious,
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
      ...twin.changes().map((path) => `${path} of the project was changed`),
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
      for (const root of [twin.root, own]) {
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
