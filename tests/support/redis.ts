import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { removeFolder } from "./remove-folder.ts";
import { until } from "./until.ts";

/** Signed by itself, for loopback. */
class Certificate {
  readonly #folder = mkdtempSync(join(tmpdir(), "cleanloop-certificate-"));
  readonly path = join(this.#folder, "certificate.pem");
  readonly #key = join(this.#folder, "key.pem");

  constructor() {
    execFileSync(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
        ...["-days", "2", "-subj", "/CN=redis", "-addext", "subjectAltName=IP:127.0.0.1"],
        ...["-keyout", this.#key, "-out", this.path],
      ],
      { stdio: "ignore" },
    );
  }

  get forRedis(): readonly string[] {
    const { path } = this;
    return ["--tls-cert-file", path, "--tls-key-file", this.#key, "--tls-ca-cert-file", path];
  }

  dispose(): void {
    removeFolder(this.#folder);
  }
}

/** A Redis of the test's own on loopback, which can be stopped and started again. */
export class TestRedis {
  readonly #folder = mkdtempSync(join(tmpdir(), "cleanloop-redis-"));
  readonly #options: readonly string[];
  readonly #certificate: Certificate | null;
  readonly port: number;
  #server: ChildProcess | null = null;

  private constructor(
    port: number,
    options: readonly string[],
    certificate: Certificate | null = null,
  ) {
    this.port = port;
    this.#options = ["--save", "", ...options];
    this.#certificate = certificate;
  }

  static async open(...options: readonly string[]): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), options);
    await redis.start();
    return redis;
  }

  /** Behind TLS, under a certificate that no machine knows. */
  static async openBehindTls(...options: readonly string[]): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), options, new Certificate());
    await redis.start();
    return redis;
  }

  /** The names of all that it holds. */
  async keys(): Promise<readonly string[]> {
    const redis = new Redis(this.url);
    try {
      return await redis.keys("*");
    } finally {
      redis.disconnect();
    }
  }

  /** Each command that it is given from now on, until the function that comes back is called. */
  async watch(told: (words: readonly string[]) => void): Promise<() => void> {
    const socket = connect(this.port, "127.0.0.1");
    socket.write("MONITOR\r\n");
    const lines = createInterface(socket);
    await once(lines, "line"); // its OK
    lines.on("line", (line) => told(wordsOf(line)));
    return () => socket.destroy();
  }

  get url(): string {
    return `${this.#certificate ? "rediss" : "redis"}://127.0.0.1:${this.port}`;
  }

  /** For programs that are to know its certificate. */
  get trusting(): Readonly<Record<string, string>> {
    return this.#certificate ? { NODE_EXTRA_CA_CERTS: this.#certificate.path } : {};
  }

  /** With nothing in it: what it held is lost when it stops. */
  async start(): Promise<void> {
    const port = String(this.port);
    const tls = this.#certificate
      ? ["--tls-port", port, "--tls-auth-clients", "no", ...this.#certificate.forRedis]
      : [];
    const server = spawn(
      "redis-server",
      ["--port", this.#certificate ? "0" : port, ...tls, "--bind", "127.0.0.1", ...this.#options],
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
    this.#certificate?.dispose();
    removeFolder(this.#folder);
  }
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) =>
    word.replace(/\\(["\\])/g, "$1"),
  );

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
};
