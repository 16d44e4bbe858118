import { anySignal } from "#lib/abort/any-signal.ts";
import { requireActor } from "#lib/auth/current-actor.ts";
import { readQuery } from "#lib/auth/read-query.ts";
import { authorize } from "#lib/services/actor.ts";
import { followLogs, followLogsInput, holdLogStream } from "#lib/services/gateway/index.ts";
import { errorResponse } from "#lib/services/http-error.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { toServiceFailure } from "#lib/services/service-failure.ts";

/** A comment line often enough that neither side takes the quiet for the end. */
const keepAliveMs = 15_000;

type Context = { readonly params: Promise<{ slug: string }> };

/** New log lines as server-sent events: `lines` with `{lines}`, and `problem` with the failure that ends them. */
export async function GET(request: Request, context: Context): Promise<Response> {
  try {
    const actor = await requireActor({ isActivity: false });
    authorize(actor, "gateway.logs");
    const { slug } = await context.params;
    const { source } = readQuery(request.url);
    const input = parseInput(followLogsInput, { slug, source });
    const release = holdLogStream(actor);
    // The browser is gone before what it asked for has wound down.
    request.signal.addEventListener("abort", release, { once: true });
    const body = eventStream(request.signal, (send, signal) =>
      followLogs(actor, input, (lines) => send("lines", { lines }), signal).finally(release),
    );
    return new Response(body, {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      },
    });
  } catch (error) {
    return errorResponse(error);
  }
}

type Send = (event: "lines" | "problem", data: unknown) => void;

function eventStream(
  hungUp: AbortSignal,
  run: (send: Send, signal: AbortSignal) => Promise<void>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const cancelled = new AbortController();
  return new ReadableStream({
    async start(controller) {
      const signal = anySignal([hungUp, cancelled.signal]);
      const write = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const send: Send = (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      write(": begin\n\n");
      const beat = setInterval(() => write(": beat\n\n"), keepAliveMs);
      try {
        await run(send, signal);
      } catch (error) {
        send("problem", toServiceFailure(error));
      } finally {
        clearInterval(beat);
        if (!signal.aborted) controller.close();
      }
    },
    cancel: () => cancelled.abort(),
  });
}
