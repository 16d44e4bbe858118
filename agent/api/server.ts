import { chmod, chown, lstat, unlink } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { agentErrorOf } from "#agent/steps/agent-error-of.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import type { Logger } from "#lib/log/logger.ts";
import { type Addressee, badRequest, checkRequest, readJson } from "./check-request.ts";
import { serveVerb, writeError } from "./serve-verb.ts";

/** Requests that may be under way at once; each stream is one. */
const maxOpenRequests = 200;
const maxConnections = 256;

/** How long work under way may take to notice that the agent goes down. */
const drainMs = 5_000;

export type ApiServerOptions = Addressee & {
  readonly socketPath: string;
  /** Who may connect, besides root; undefined leaves the socket to the agent's own user. */
  readonly socketUid: number | undefined;
  readonly handlers: Handlers;
  readonly log: Logger;
};

export type ApiServer = {
  /** Takes no more requests, tells those under way, and waits for them a little. */
  close(): Promise<void>;
};

/**
 * Serves the contract on a unix socket. The caller holds the installation's
 * lock, so a socket file that is already there belongs to nobody.
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  await removeStaleSocket(options.socketPath);
  const shutdown = new AbortController();
  const underWay = new Set<Promise<void>>();
  const server = createServer(limits, (request, response) => {
    if (underWay.size >= maxOpenRequests) {
      writeError(response, agentErrorOf(tooBusy()));
      return;
    }
    const served = serve(request, response, options, shutdown.signal).finally(() => underWay.delete(served));
    underWay.add(served);
  });
  // A connection carries one request, so that nobody queues requests behind a stream.
  server.maxRequestsPerSocket = 1;
  server.maxConnections = maxConnections;
  server.on("clientError", refuseUnreadable);
  await listen(server, options.socketPath);
  await chmod(options.socketPath, 0o600);
  if (options.socketUid !== undefined) {
    await chown(options.socketPath, options.socketUid, process.getgid?.() ?? 0);
  }
  return {
    async close() {
      shutdown.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.race([
        Promise.allSettled(underWay),
        new Promise((resolve) => setTimeout(resolve, drainMs).unref()),
      ]);
      server.closeAllConnections();
      await closed;
    },
  };
}

const limits: ServerOptions = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 8 * 1024,
};

/** What isn't even HTTP, or didn't come in time. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status = error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : "400 Bad Request";
  const document = `${JSON.stringify({ ok: false, error: agentErrorOf(badRequest("The request can't be read.")) })}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(document)}\r\n\r\n${document}`,
  );
}

function tooBusy(): AgentFailure {
  return new AgentFailure(
    "BUSY",
    "The host agent has too many requests under way, so it took no more.",
    "Close windows that show logs or progress, then try again.",
    { isRetryable: true },
  );
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: ApiServerOptions,
  shutdown: AbortSignal,
): Promise<void> {
  const began = performance.now();
  response.on("error", () => undefined);
  let context: Record<string, unknown> = {};
  try {
    const verb = checkRequest(request, options);
    const body = await readJson(request);
    context = { verb, ...referenceOf(body) };
    const failure = await serveVerb(verb, body, response, options.handlers, shutdown);
    const durationMs = Math.round(performance.now() - began);
    if (failure) logFailure(options.log, failure, { ...context, durationMs });
    else options.log.debug({ ...context, durationMs }, "served");
  } catch (error) {
    logFailure(options.log, error, context);
    writeError(response, agentErrorOf(error));
  }
}

/** Only what names the work: a body is never logged. */
function referenceOf(body: unknown): { slug?: string; operationId?: string } {
  if (typeof body !== "object" || body === null) return {};
  const text = (key: string) => {
    const value: unknown = Object.getOwnPropertyDescriptor(body, key)?.value;
    return typeof value === "string" && value.length <= 36 ? { [key]: value } : {};
  };
  return { ...text("slug"), ...text("operationId") };
}

function logFailure(log: Logger, error: unknown, context: Record<string, unknown>): void {
  const { code, message } = agentErrorOf(error);
  if (code === "INTERNAL") log.error({ ...context, code, err: error }, "a verb failed unexpectedly");
  else log.info({ ...context, code }, message);
}

function listen(server: ReturnType<typeof createServer>, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // The socket is made inside listen(), so nobody else can connect before chmod.
    const before = process.umask(0o177);
    server.listen(socketPath, () => resolve());
    process.umask(before);
  });
}

async function removeStaleSocket(socketPath: string): Promise<void> {
  const stat = await lstat(socketPath).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!stat) return;
  if (!stat.isSocket()) throw new Error(`${socketPath} exists and is not a socket.`);
  await unlink(socketPath);
}
