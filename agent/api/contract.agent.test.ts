import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AgentFailure } from "#agent/agent-error.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import { createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import { createLogger } from "#lib/log/logger.ts";
import type { Handlers } from "./handlers.ts";
import { createStepRunner, done } from "./run-step.ts";
import { type ApiServer, startApiServer } from "./server.ts";

const token = "test-secret";
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
    handlers: unused as Handlers,
    log: createLogger("test", "silent"),
  });
}

const client = (secret = token) => createAgentClient({ socketPath, token: secret });
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
});

describe("refusals before anything is acted on", () => {
  const send = async (body: string, headers: Record<string, string> = {}, url = "/v1/status") => {
    const request = http.request({
      socketPath,
      path: url,
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "x-bulkhead-protocol": "1", ...headers },
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
    expect((await send("{}", { "x-bulkhead-protocol": "2" })).error.code).toBe("PROTOCOL_MISMATCH");
    await expect(client("wrong").call("host.facts", {})).rejects.toMatchObject({
      detail: { code: "UNAUTHORIZED" },
    });
    expect(calls).toEqual([]);
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
