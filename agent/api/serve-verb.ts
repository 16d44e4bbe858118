import type { ServerResponse } from "node:http";
import { z } from "zod";
import { agentErrorOf, httpStatusOf } from "#agent/steps/agent-error-of.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import type { AgentError } from "#lib/host-agent/contract/error.ts";
import { type Verb, verbs } from "#lib/host-agent/contract/verbs.ts";
import { badRequest } from "./check-request.ts";

/** Whoever takes nothing for so long is gone, whatever the socket says. */
export const stallMs = 30_000;
/** A reader that lags behind by more than this loses its stream and must begin anew. */
const maxBacklogBytes = 1024 * 1024;

type UnaryWork = (request: unknown, signal: AbortSignal) => Promise<unknown>;
type LineWork = (
  request: unknown,
  emit: (message: unknown) => void | Promise<void>,
  signal: AbortSignal,
) => Promise<unknown>;

/**
 * Parses the request, runs the verb's handler and writes what it yields, in
 * the way of its kind.
 *
 * @param shutdown aborts when the agent goes down
 * @returns the error that ended it; null when it went well
 */
export async function serveVerb(
  verb: Verb,
  body: unknown,
  response: ServerResponse,
  handlers: Handlers,
  shutdown: AbortSignal,
): Promise<unknown> {
  const parsed = verbs[verb].request.safeParse(body);
  if (!parsed.success) throw badRequest(describeIssues(parsed.error));
  // The map's type pairs each verb with a handler of its kind, and the schema above is that verb's.
  const unary = handlers[verb] as unknown as UnaryWork;
  const lines = handlers[verb] as unknown as LineWork;
  switch (verbs[verb].kind) {
    case "unary": {
      const signal = untilHangUp(response, shutdown);
      const result = checkResult(verb, await unary(parsed.data, signal));
      response.setTimeout(stallMs, () => response.destroy());
      writeDocument(response, 200, { ok: true, result });
      return null;
    }
    case "steps":
      return serveSteps(
        verb,
        () => lines(parsed.data, (step) => writeLine(response, { step }), shutdown),
        response,
      );
    case "stream":
      return serveStream(verb, (emit, signal) => lines(parsed.data, emit, signal), response, shutdown);
  }
}

/** Aborts when the caller is gone or the agent goes down. The agent's own signal, which lasts, keeps nothing of it. */
function untilHangUp(response: ServerResponse, shutdown: AbortSignal): AbortSignal {
  const over = new AbortController();
  const end = () => over.abort();
  shutdown.addEventListener("abort", end, { once: true });
  response.once("close", () => {
    shutdown.removeEventListener("abort", end);
    end();
  });
  // Who went while the request was still being read is told of no more.
  if (shutdown.aborted || response.destroyed) end();
  return over.signal;
}

/** The work goes on to its end when the caller hangs up; its lines then go nowhere. */
async function serveSteps(
  verb: Verb,
  work: () => Promise<unknown>,
  response: ServerResponse,
): Promise<unknown> {
  beginLines(response);
  try {
    const result = checkResult(verb, await work());
    writeLine(response, { ok: true, result });
    return null;
  } catch (error) {
    writeLine(response, { ok: false, error: agentErrorOf(error) });
    return error;
  } finally {
    response.end();
  }
}

async function serveStream(
  verb: Verb,
  run: (emit: (event: unknown) => Promise<void>, signal: AbortSignal) => Promise<unknown>,
  response: ServerResponse,
  shutdown: AbortSignal,
): Promise<unknown> {
  const signal = untilHangUp(response, shutdown);
  beginLines(response);
  try {
    // Not async: a slip in an event has to reach handlers that don't await as an exception, too.
    const emit = (event: unknown) => {
      if (response.writableLength > maxBacklogBytes) response.destroy();
      else writeLine(response, { event: checkResult(verb, event) });
      return response.writableNeedDrain ? untilDrained(response) : Promise.resolve();
    };
    await run(emit, signal);
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    writeLine(response, { ok: false, error: agentErrorOf(error) });
    return error;
  } finally {
    response.end();
  }
}

/** Until the reader has taken what waits for it, or is gone: a slow one must not hold up the work that tells it. */
export function untilDrained(response: ServerResponse, limitMs = stallMs): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), limitMs);
    const settle = () => {
      clearTimeout(stalled);
      response.off("drain", settle);
      response.off("close", settle);
      resolve();
    };
    response.once("drain", settle);
    response.once("close", settle);
    if (response.destroyed) settle();
  });
}

export function writeError(response: ServerResponse, error: AgentError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of the body isn't read, so the connection can't be used again.
  response.shouldKeepAlive = false;
  writeDocument(response, httpStatusOf(error), { ok: false, error });
}

function writeDocument(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(`${JSON.stringify(document)}\n`);
}

function beginLines(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8" });
  response.flushHeaders();
}

/** The work of a verb with steps doesn't wait for its reader, so one that takes nothing loses its lines. */
function writeLine(response: ServerResponse, line: unknown): void {
  if (response.writableEnded || response.destroyed) return;
  if (response.writableLength > 4 * maxBacklogBytes) response.destroy();
  else response.write(`${JSON.stringify(line)}\n`);
}

/** What leaves the agent obeys the contract too: a slip in a handler must not reach the dashboard as truth. */
function checkResult(verb: Verb, result: unknown): unknown {
  const parsed = verbs[verb].result.safeParse(result);
  if (parsed.success) return parsed.data;
  throw new Error(`The result of ${verb} breaks the contract. ${describeIssues(parsed.error)}`);
}

/** Names the fields and never their values. */
function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${z.core.toDotPath(issue.path) || "request"}: ${issue.message}`)
    .join(" ");
}
