import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import type { Serve, WebAnswer, WebPages } from "../domain/ports/web.ts";
import { Problem } from "../domain/problems.ts";
import { reasonOf } from "./error-reasons.ts";

/** Nothing of it may be kept, framed, guessed at, or read by a page from elsewhere. */
const guarded = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** Serves pages that can be read and nothing else, to browsers that ask for them by our own name. */
export const serveLocally: Serve = async (pages) => {
  let names: ReadonlySet<string> = new Set();
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, names);
    if (refusal) send(response, refusal);
    else void respond(pages, request, response);
  });
  await new Promise<void>((done, failed) => {
    server.once("error", (error) =>
      failed(Problem.of("cannot-listen", { ...pages, reason: reasonOf(error) })),
    );
    server.listen(pages.port, pages.host, done);
  });
  const { port } = server.address() as AddressInfo;
  names = ownNames(pages.host, port);
  const host = pages.host.includes(":") ? `[${pages.host}]` : pages.host;
  return {
    url: `http://${host}:${port}/`,
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

/** A name that leads here by somebody else's DNS is none of them. */
const ownNames = (host: string, port: number): ReadonlySet<string> => {
  const everywhere = host === "0.0.0.0" || host === "::";
  const addresses = everywhere
    ? Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? [])
    : [];
  return new Set(
    ["127.0.0.1", "localhost", "::1", host, ...addresses].flatMap((name) => {
      const written = name.includes(":") ? `[${name}]` : name;
      return port === 80 ? [written, `${written}:80`] : [`${written}:${port}`];
    }),
  );
};

const refusalOf = (
  { method, headers }: IncomingMessage,
  names: ReadonlySet<string>,
): WebAnswer | null => {
  if (!names.has(headers.host?.toLowerCase() ?? ""))
    return plain(403, "this dashboard answers only under its own address");
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
    return plain(403, "pages from elsewhere may not read this dashboard");
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return plain(403, "pages from elsewhere may not read this dashboard");
  return method === "GET" || method === "HEAD"
    ? null
    : plain(405, "this dashboard only shows: GET and HEAD");
};

const plain = (status: number, body: string): WebAnswer => ({
  status,
  type: "text/plain; charset=utf-8",
  body: `${body}\n`,
});

const respond = async (
  pages: WebPages,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const asked = URL.canParse(request.url ?? "", "http://here")
    ? new URL(request.url ?? "", "http://here")
    : null;
  if (!asked) return send(response, plain(400, "that is not an address"));
  if (asked.pathname === "/events" && request.method === "GET")
    return follow(pages, asked, response);
  try {
    send(response, await pages.answer(asked));
  } catch (error) {
    if (error instanceof Problem) send(response, plain(503, error.message));
    else send(response, plain(500, String(error)));
  }
};

const send = (response: ServerResponse, { status, type, body }: WebAnswer): void => {
  response.writeHead(status, { ...guarded, "content-type": type });
  response.end(response.req.method === "HEAD" ? undefined : body);
};

/** Server-sent events, as long as the browser listens. */
const follow = ({ listen }: WebPages, asked: URL, response: ServerResponse): void => {
  response.writeHead(200, { ...guarded, "content-type": "text/event-stream" });
  response.write("retry: 1000\n\n");
  const left = listen({
    asked,
    tell: (event, data) => {
      response.write(`event: ${event}\ndata: ${data}\n\n`);
    },
  });
  response.on("close", left);
};
