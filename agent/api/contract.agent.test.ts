import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { createStepRunner, done } from "#agent/steps/run-step.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import { createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import { verbs } from "#lib/host-agent/contract/verbs.ts";
import { installationHeader, protocolVersion } from "#lib/host-agent/contract/wire.ts";
import { createLogger } from "#lib/log/logger.ts";
import { type ApiServer, startApiServer } from "./server.ts";

const token = "test-secret";
const installationId = "7e57ab1e-0000-4000-8000-000000000001";
const slug = slugSchema.parse("acme");
const at = "2026-01-01T00:00:00.000Z";
const observation: Observation = {
  slug,
  phase: "running",
  generation: 3,
  pid: 1,
  uid: 2,
  startedAt: at,
  version: "2026.9.6",
  configHash: null,
  isLive: true,
  isStarted: true,
  readiness: null,
  portHolder: null,
  memoryBytes: 1,
  restartCount: 0,
  nextAttemptAt: null,
  lastExit: null,
  at,
};

let directory: string;
let socketPath: string;
let server: ApiServer | null;
let calls: string[];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-api-"));
  socketPath = path.join(directory, "agent.sock");
  calls = [];
});

afterEach(async () => {
  await server?.close();
  server = null;
  await rm(directory, { recursive: true, force: true });
});

async function serve(handlers: Partial<Handlers>): Promise<void> {
  const unused = new Proxy(handlers, {
    get: (target, verb) =>
      Reflect.get(target, verb) ??
      (async () => {
        calls.push(String(verb));
        throw new AgentFailure("NOT_FOUND", "nothing here", "nothing to do");
      }),
  });
  server = await startApiServer({
    socketPath,
    socketUid: undefined,
    token,
    isOwn: (id) => id === installationId,
    handlers: unused as Handlers,
    log: createLogger("test", "silent"),
  });
}

const client = (secret = token) => createAgentClient({ socketPath, token: secret, installationId });
const operation = () => ({ slug, operationId: randomUUID(), generation: 4 });

describe("unary verbs", () => {
  test("give back what the handler answers", async () => {
    await serve({ status: async (request) => ({ ...observation, slug: request.slug }) });
    expect(await client().call("status", { slug })).toEqual(observation);
  });

  test("carry a refusal with its code and next step", async () => {
    await serve({});
    const error = await client()
      .call("status", { slug })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AgentCallError);
    expect((error as AgentCallError).detail).toMatchObject({ code: "NOT_FOUND", nextStep: "nothing to do" });
  });

  test("turn an unforeseen error into INTERNAL that tells nothing of the inside", async () => {
    await serve({
      status: async () => {
        throw new Error("/root/secret-place is broken");
      },
    });
    await expect(client().call("status", { slug })).rejects.toMatchObject({
      detail: { code: "INTERNAL", message: expect.not.stringContaining("secret-place") },
    });
  });

  test("never let an answer out that breaks the contract", async () => {
    await serve({ status: async () => ({ ...observation, pid: "one" }) as unknown as Observation });
    await expect(client().call("status", { slug })).rejects.toMatchObject({ detail: { code: "INTERNAL" } });
  });
});

describe("verbs with steps", () => {
  test("stream each step as it happens and end with the result", async () => {
    const gate = Promise.withResolvers<void>();
    await serve({
      start: async (_request, emit) => {
        const run = createStepRunner(emit, () => new Date(at));
        await run("spawn", "Start the process", async () => {
          await gate.promise;
          return done(null, "pid 1");
        });
        return observation;
      },
    });
    const seen: Step[] = [];
    const result = await client().steps("start", operation(), (step) => {
      seen.push(step);
      gate.resolve();
    });
    expect(result).toEqual(observation);
    expect(seen.map((step) => [step.id, step.status, step.detail])).toEqual([
      ["spawn", "running", null],
      ["spawn", "done", "pid 1"],
    ]);
  });

  test("say in the step and at the end that the disk is full", async () => {
    await serve({
      start: async (_request, emit) => {
        const run = createStepRunner(emit, () => new Date(at));
        await run("write", "Write", async () => {
          throw Object.assign(new Error("write"), { code: "ENOSPC" });
        });
        return observation;
      },
    });
    const seen: Step[] = [];
    const call = client().steps("start", operation(), (step) => seen.push(step));
    await expect(call).rejects.toMatchObject({ detail: { code: "DISK_FULL", isRetryable: true } });
    expect(seen.at(-1)).toMatchObject({ status: "failed", detail: expect.stringContaining("disk is full") });
  });

  test("go on to their end when the caller hangs up", async () => {
    const gate = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<boolean>();
    await serve({
      stop: async (_request, emit, signal) => {
        emit({ id: "ask", title: "Ask", status: "running", detail: null, at });
        await gate.promise;
        finished.resolve(signal.aborted);
        return observation;
      },
    });
    const hangUp = new AbortController();
    const call = client().steps("stop", operation(), () => hangUp.abort(), { signal: hangUp.signal });
    await expect(call).rejects.toBeInstanceOf(AgentUnreachable);
    gate.resolve();
    expect(await finished.promise).toBe(false);
  });

  test("say that the work was cut off when the agent dies in the middle of it", async () => {
    const raw = http.createServer((_request, response) => {
      response.write(
        '{"step":{"id":"a","title":"A","status":"running","detail":null,"at":"2026-01-01T00:00:00.000Z"}}\n',
      );
      response.write('{"ok":true,"res');
      response.end();
    });
    await once(raw.listen(socketPath), "listening");
    await expect(client().steps("start", operation(), () => undefined)).rejects.toThrow(
      /broke before the work/,
    );
    raw.close();
  });
});

describe("streams", () => {
  test("hand over events until the caller hangs up, and tell the handler", async () => {
    const ended = Promise.withResolvers<void>();
    await serve({
      watch: async (_request, emit, signal) => {
        emit({ type: "beat", at });
        await once(signal, "abort");
        ended.resolve();
      },
    });
    const hangUp = new AbortController();
    const events: unknown[] = [];
    await client().stream(
      "watch",
      {},
      (event) => {
        events.push(event);
        hangUp.abort();
      },
      { signal: hangUp.signal },
    );
    expect(events).toEqual([{ type: "beat", at }]);
    await ended.promise;
  });

  test("end as unreachable when the agent falls silent", async () => {
    await serve({ watch: (_request, _emit, signal) => once(signal, "abort").then(() => undefined) });
    const call = client().stream("watch", {}, () => undefined, {
      signal: new AbortController().signal,
      timeoutMs: 50,
    });
    await expect(call).rejects.toMatchObject({ name: "AgentUnreachable", isTimeout: true });
  });

  test("end as unreachable when the agent goes down", async () => {
    await serve({
      watch: async (_request, emit, signal) => {
        emit({ type: "beat", at });
        await once(signal, "abort");
      },
    });
    const call = client().stream("watch", {}, () => void server?.close(), {
      signal: new AbortController().signal,
    });
    await expect(call).rejects.toBeInstanceOf(AgentUnreachable);
  });

  test("hand over the next event only when the reader is done with the one before", async () => {
    await serve({
      watch: async (_request, emit, signal) => {
        const ended = once(signal, "abort");
        for (let beat = 0; beat < 5; beat += 1) await emit({ type: "beat", at });
        await ended;
      },
    });
    const stop = new AbortController();
    const order: string[] = [];
    await client().stream(
      "watch",
      {},
      async () => {
        order.push("begun");
        await new Promise(setImmediate);
        order.push("done");
        if (order.length === 10) stop.abort();
      },
      { signal: stop.signal },
    );
    expect(order).toEqual(Array.from({ length: 5 }, () => ["begun", "done"]).flat());
  });

  test("break off when the reader can't keep an event", async () => {
    const hungUp = Promise.withResolvers<void>();
    await serve({
      watch: async (_request, emit, signal) => {
        signal.addEventListener("abort", () => hungUp.resolve());
        await emit({ type: "beat", at });
        await hungUp.promise;
      },
    });
    const reading = client().stream("watch", {}, () => Promise.reject(new Error("no room")), {
      signal: new AbortController().signal,
    });
    await expect(reading).rejects.toThrow("no room");
    await hungUp.promise;
  });
});

describe("refusals before anything is acted on", () => {
  const send = async (body: string, headers: Record<string, string> = {}, url = "/v1/status") => {
    const request = http.request({
      socketPath,
      path: url,
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "x-bulkhead-protocol": String(protocolVersion),
        [installationHeader]: installationId,
        ...headers,
      },
    });
    request.end(body);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode, ...JSON.parse(Buffer.concat(chunks).toString()) };
  };

  test.each([
    ["an unknown field", JSON.stringify({ slug, path: "/etc" }), /Unrecognized key: "path"/],
    ["a slug that climbs out", JSON.stringify({ slug: "../etc" }), /slug: /],
    ["a slug with a NUL", JSON.stringify({ slug: "acme\0" }), /slug: /],
    ["a slug with a line end", JSON.stringify({ slug: "acme\n" }), /slug: /],
    ["a slug that is too long", JSON.stringify({ slug: "a".repeat(25) }), /slug: Use at most 24/],
    ["a prototype", '{"slug":"acme","__proto__":{"x":1}}', /__proto__/],
    ["a list", "[]", /request: /],
    ["text that is no JSON", "{", /not valid JSON/],
    ["nothing", "", /not valid JSON/],
  ])("refuses %s", async (_name, body, message) => {
    await serve({});
    expect(await send(body)).toMatchObject({
      status: 400,
      ok: false,
      error: { code: "BAD_REQUEST", message: expect.stringMatching(message) },
    });
    expect(calls).toEqual([]);
  });

  test("refuses a body beyond the limit", async () => {
    await serve({});
    const answer = await send(JSON.stringify({ slug: "a".repeat(70_000) }));
    expect(answer.error).toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("64 KiB") });
  });

  test.each(["/v1/constructor", "/v1/nothing", "/v1/status/../plan", "/"])(
    "knows no verb at %s",
    async (url) => {
      await serve({});
      expect((await send("{}", {}, url)).error.code).toBe("BAD_REQUEST");
    },
  );

  test("refuses a wrong secret and a wrong protocol", async () => {
    await serve({});
    expect((await send("{}", { authorization: "Bearer no" })).error.code).toBe("UNAUTHORIZED");
    expect((await send("{}", { "x-bulkhead-protocol": "1" })).error.code).toBe("PROTOCOL_MISMATCH");
    await expect(client("wrong").call("host.facts", {})).rejects.toMatchObject({
      detail: { code: "UNAUTHORIZED" },
    });
    expect(calls).toEqual([]);
  });
});

describe("a call that was meant for another installation", () => {
  const other = () =>
    createAgentClient({ socketPath, token, installationId: "7e57ab1e-0000-4000-8000-000000000002" });

  test("is refused by code, and nothing of it is done", async () => {
    await serve({});
    const refusal = { detail: { code: "OTHER_INSTALLATION", isRetryable: false } };
    await expect(other().call("status", { slug })).rejects.toMatchObject(refusal);
    await expect(other().call("host.facts", {})).rejects.toMatchObject(refusal);
    await expect(other().steps("stop", operation(), () => undefined)).rejects.toMatchObject(refusal);
    const { signal } = new AbortController();
    await expect(other().stream("watch", {}, () => undefined, { signal })).rejects.toMatchObject(refusal);
    expect(calls).toEqual([]);
  });

  test("is refused too when it names none, but for the question whose agent it is", async () => {
    await serve({});
    const stranger = createAgentClient({ socketPath, token, installationId: null });
    for (const verb of Object.keys(verbs)) {
      // Only whether the handler is reached counts here, so every verb may go as if it were this one.
      const refusal = await stranger.call(verb as "host.facts", {}).catch((error: unknown) => error);
      const code = verb === "host.facts" ? "NOT_FOUND" : "OTHER_INSTALLATION";
      expect(refusal, verb).toMatchObject({ detail: { code } });
    }
    expect(calls).toEqual(["host.facts"]);
  });
});

describe("the socket", () => {
  test("is closed to everybody else", async () => {
    await serve({});
    expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
  });

  test("takes the place of one that a killed agent left, but never of another file", async () => {
    const dead = http.createServer();
    await once(dead.listen(socketPath), "listening");
    await serve({});
    await expect(client().call("status", { slug })).rejects.toBeInstanceOf(AgentCallError);
    dead.close();
    await server?.close();
    server = null;
    await writeFile(socketPath, "precious");
    await expect(serve({})).rejects.toThrow(/is not a socket/);
  });

  test("answers as unreachable when nobody listens", async () => {
    await expect(client().call("status", { slug })).rejects.toThrow(/it isn't running/);
  });
});
