import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { Handlers } from "#agent/steps/handlers.ts";
import { serveVerb } from "./serve-verb.ts";

/** The answer to a caller who has gone before anything of it was written. */
async function answerToNobody(): Promise<ServerResponse> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: "127.0.0.1", port });
  sent.on("error", () => undefined);
  sent.end();
  const [, response] = (await once(server, "request")) as [unknown, ServerResponse];
  const isClosed = once(response, "close");
  sent.destroy();
  await isClosed;
  server.close();
  return response;
}

test("a stream whose caller had gone before it began is told so at once", async () => {
  const response = await answerToNobody();
  const seen: boolean[] = [];
  const handlers = {
    watch: async (_: unknown, __: unknown, signal: AbortSignal) => void seen.push(signal.aborted),
  };
  await serveVerb("watch", {}, response, handlers as unknown as Handlers, new AbortController().signal);
  expect(seen).toEqual([true]);
});
