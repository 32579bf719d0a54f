import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A question as it arrived. */
export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON that was sent; without a member where nothing was. */
  readonly body: AskedBody;
}

export interface AskedBody {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly response_format?: { readonly type: string; readonly json_schema?: unknown };
}

/** What the endpoint does with one question. */
export type Behaviour = (response: ServerResponse, asked: Asked) => void;

/** One behaviour after the other, the last of them for ever, or one for each question. */
export type Script = readonly Behaviour[] | ((asked: Asked, count: number) => Behaviour);

/** An endpoint on loopback that behaves and misbehaves as it is told, and remembers what it was asked. */
export class TestEndpoint {
  readonly asked: Asked[] = [];
  #script: Script = [];
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const sent = Buffer.concat(chunks).toString();
      const one: Asked = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: sent === "" ? {} : JSON.parse(sent),
      };
      this.asked.push(one);
      this.#behaviour(one)(response, one);
    });
  });

  static async start(script: Script): Promise<TestEndpoint> {
    const endpoint = new TestEndpoint();
    endpoint.follows(script);
    // One that hangs up on who is quiet for seconds may do so in the middle of the next question.
    endpoint.#server.keepAliveTimeout = 0;
    await new Promise<void>((done) => endpoint.#server.listen(0, "127.0.0.1", done));
    return endpoint;
  }

  /** Takes up another script, from its beginning. */
  follows(script: Script): void {
    this.#script = script;
    this.asked.length = 0;
  }

  #behaviour(asked: Asked): Behaviour {
    const at = this.asked.length - 1;
    if (typeof this.#script === "function") return this.#script(asked, at);
    return this.#script[at] ?? this.#script.at(-1) ?? status(500);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What CleanLoop needs in its environment to ask this endpoint. */
  get env(): Record<string, string> {
    return { LLM_ENDPOINT: `${this.origin}/v1`, LLM_API_KEY: testKey, MODEL_NAME: "test-model" };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

export const testKey = "sk-test-0123456789abcdef";

/** An answer with this JSON or text. */
export const json =
  (body: unknown, code = 200, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(code, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

/** A refusal as most endpoints word theirs. */
export const status = (
  code: number,
  message = "no reason given",
  headers: Record<string, string> = {},
): Behaviour => json({ error: { message, type: "error", param: null, code: null } }, code, headers);

/** What a completion says besides its message: without usage it counts honestly, with null not at all. */
export interface Besides {
  readonly finish?: string;
  readonly usage?: unknown;
}

/** A completion whose one choice holds this message. */
export const completion =
  (message: Readonly<Record<string, unknown>>, besides: Besides = {}): Behaviour =>
  (response, asked) => {
    const { finish = "stop", usage = honestUsage(asked, message) } = besides;
    const choice = { index: 0, finish_reason: finish, message: { role: "assistant", ...message } };
    const body = { id: "chatcmpl-1", object: "chat.completion", choices: [choice] };
    json(usage === null ? body : { ...body, usage })(response, asked);
  };

const honestUsage = ({ body }: Asked, message: unknown) => ({
  prompt_tokens: Math.ceil(JSON.stringify(body.messages ?? []).length / 4),
  completion_tokens: Math.ceil(JSON.stringify(message).length / 4),
});

/** A completion that says this text. */
export const says = (text: string, besides?: Besides): Behaviour =>
  completion({ content: text }, besides);

/** A repair in the shape that is asked for. */
export const repairs = (
  program: string,
  hypothesis = "the dates are day first",
  besides?: Besides,
): Behaviour => says(JSON.stringify({ hypothesis, program }), besides);

/**
 * An answer, and the moment at which it has been read: who asked for a connection that closes
 * closes it themselves then, where it is left open from here.
 */
export const untilRead = (
  answer: Behaviour,
): { readonly behaviour: Behaviour; readonly read: Promise<void> } => {
  let tell = (): void => {};
  const read = new Promise<void>((done) => {
    tell = done;
  });
  const behaviour: Behaviour = (response, asked) => {
    response.setHeader("connection", "keep-alive");
    response.socket?.once("close", tell);
    answer(response, asked);
  };
  return { behaviour, read };
};

/** Never answers. */
export const hangs: Behaviour = () => {};

/** Sends headers at once, and then one blank after the other. */
export const drips =
  (everyMs = 20): Behaviour =>
  (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const drip = setInterval(() => response.write(" "), everyMs);
    response.on("close", () => clearInterval(drip));
  };

/** Hangs up in the middle of the answer. */
export const cuts: Behaviour = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"choices":[');
  setTimeout(() => response.destroy(), 20);
};

/** Hangs up without a word. */
export const hangsUp: Behaviour = (response) => {
  response.destroy();
};

/** Answers without an end, as fast as it is read. */
export const floods: Behaviour = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const chunk = Buffer.alloc(65_536, "x");
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
};
