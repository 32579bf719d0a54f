import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "./remove-folder.ts";
import { until } from "./until.ts";

/** A Redis of the test's own on loopback, which can be stopped and started again. */
export class TestRedis {
  readonly #folder = mkdtempSync(join(tmpdir(), "cleanloop-redis-"));
  readonly #options: readonly string[];
  readonly port: number;
  #server: ChildProcess | null = null;

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  static async open(...options: readonly string[]): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), options);
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** With nothing in it: what it held is lost when it stops. */
  async start(): Promise<void> {
    const server = spawn(
      "redis-server",
      ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", ...this.#options],
      { cwd: this.#folder, stdio: ["ignore", "pipe", "ignore"] },
    );
    this.#server = server;
    let said = "";
    server.stdout.on("data", (data) => {
      said += data;
    });
    await until(
      () => said.includes("Ready to accept connections"),
      () => `Redis: ${said}`,
    );
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server || server.exitCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  }

  async dispose(): Promise<void> {
    await this.stop();
    removeFolder(this.#folder);
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
};
