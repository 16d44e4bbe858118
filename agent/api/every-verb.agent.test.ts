import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Handlers } from "#agent/steps/handlers.ts";
import { verbs } from "#lib/host-agent/contract/verbs.ts";
import { installationHeader, protocolVersion } from "#lib/host-agent/contract/wire.ts";
import { createLogger } from "#lib/log/logger.ts";
import { type ApiServer, startApiServer } from "./server.ts";

const token = "the dashboard's secret";
const installationId = "7e57ab1e-0000-4000-8000-000000000001";
let directory: string;
let server: ApiServer;
let reached: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-verbs-"));
  const handlers = new Proxy({} as Handlers, {
    get: (_, verb) => async () => {
      reached.push(String(verb));
      throw new Error("Nobody who may not gets here.");
    },
  });
  server = await startApiServer({
    socketPath: path.join(directory, "agent.sock"),
    socketUid: undefined,
    token,
    isOwn: (id) => id === installationId,
    handlers,
    log: createLogger("test", "silent"),
  });
});
beforeEach(() => {
  reached = [];
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask(verb: string, authorization: string | null): Promise<number> {
  const request = http.request({
    socketPath: path.join(directory, "agent.sock"),
    path: `/v1/${verb}`,
    method: "POST",
    headers: {
      "x-bulkhead-protocol": String(protocolVersion),
      [installationHeader]: installationId,
      ...(authorization !== null && { authorization }),
    },
  });
  request.end("{}");
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

it.each(Object.keys(verbs))("%s does nothing for anybody without the dashboard's secret", async (verb) => {
  const others = [null, "", "Bearer ", "Bearer", `bearer ${token}`, `Basic ${token}`, token];
  for (const authorization of [...others, `Bearer ${token}x`, `Bearer ${token.slice(1)}`]) {
    expect(await ask(verb, authorization), String(authorization)).toBe(401);
  }
  expect(reached).toEqual([]);
  expect(await ask(verb, `Bearer ${token}`)).not.toBe(401);
});
