import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { protocolVersion } from "#lib/host-agent/contract/wire.ts";
import { untilDrained } from "./serve-verb.ts";
import { type ApiServer, startApiServer } from "./server.ts";

const protocolLine = `x-bulkhead-protocol: ${protocolVersion}`;

const token = "test-secret";
const installationId = "7e57ab1e-0000-4000-8000-000000000001";
let directory: string;
let socketPath: string;
let server: ApiServer;
let calls: string[];
let logged: string[];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-wire-"));
  socketPath = path.join(directory, "agent.sock");
  calls = [];
  logged = [];
  const handlers = new Proxy(
    {},
    {
      get: (_target, verb) => async (request: unknown) => {
        calls.push(`${String(verb)} ${JSON.stringify(request)}`);
        throw new AgentFailure("NOT_FOUND", "x".repeat(5000), "y".repeat(5000));
      },
    },
  );
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });
  server = await startApiServer({
    socketPath,
    socketUid: undefined,
    token,
    isOwn: (id) => id === installationId,
    handlers: handlers as Handlers,
    log,
  });
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** Sends bytes as they are, and answers with all that comes back until the other side closes. */
async function send(...pieces: (string | Buffer)[]): Promise<string> {
  const socket = net.connect(socketPath);
  socket.on("error", () => undefined);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  for (const piece of pieces) socket.write(piece);
  // Not once(): a server that stops listening makes writing fail, which is no failure here.
  await new Promise((resolve) => socket.on("close", resolve));
  return Buffer.concat(chunks).toString("utf8");
}

const head = (change: { line?: string; headers?: string[]; length?: number | null } = {}) =>
  [
    change.line ?? "POST /v1/status HTTP/1.1",
    "host: x",
    `authorization: Bearer ${token}`,
    protocolLine,
    `x-bulkhead-installation: ${installationId}`,
    "connection: close",
    ...(change.headers ?? []),
    ...(change.length === null ? [] : [`content-length: ${change.length ?? 2}`]),
    "\r\n",
  ].join("\r\n");
const posted = (body: string | Buffer, headers: string[] = []) =>
  send(head({ length: Buffer.byteLength(body), headers }), body);
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test.each<[string, () => Promise<string>]>([
  ["NUL in a text", () => posted('{"slug":"a\\u0000"}')],
  ["NUL in a secret", () => posted('{"value":"abc\\u0000def"}')],
  ["half a character", () => posted('{"slug":"\\ud800"}')],
  ["broken UTF-8", () => posted(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))],
  ["an encoded half of a character", () => posted(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))],
  ["a byte order mark", () => posted(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))],
  ["a raw NUL", () => posted(Buffer.from([0x7b, 0, 0x7d]))],
  ["a huge number", () => posted('{"slug":1e308}')],
  ["minus zero", () => posted('{"slug":-0}')],
  ["an array for a text", () => posted('{"slug":["acme"]}')],
  ["a name of JavaScript's own", () => posted('{"slug":"acme","__proto__":{"isAdmin":true}}')],
  ["deep JSON", () => posted(deep(30_000))],
  ["10 MB", () => posted("x".repeat(10_000_000))],
  ["another type", () => posted("{}", ["content-type: text/html"])],
  ["a form", () => posted("a=b", ["content-type: application/x-www-form-urlencoded"])],
  ["a packed body", () => posted("{}", ["content-type: application/json", "content-encoding: gzip"])],
  ["NUL in the path", () => send(head({ line: "POST /v1/status%00 HTTP/1.1" }), "{}")],
  ["broken UTF-8 in the path", () => send(head({ line: "POST /v1/%ff HTTP/1.1" }), "{}")],
  [
    "raw bytes in the path",
    () => send(Buffer.from(head({ line: "POST /v1/\u00ff\u0000 HTTP/1.1" }), "latin1"), "{}"),
  ],
  ["a long path", () => send(head({ line: `POST /v1/${"a".repeat(7000)} HTTP/1.1` }), "{}")],
  ["a longer path", () => send(head({ line: `POST /v1/${"a".repeat(100_000)} HTTP/1.1` }), "{}")],
  ["a query", () => send(head({ line: "POST /v1/status?slug=acme HTTP/1.1" }), "{}")],
  ["another verb", () => send(head({ line: "POST /v1/__proto__ HTTP/1.1" }), "{}")],
  ["another method", () => send(head({ line: "GET /v1/status HTTP/1.1" }), "{}")],
  ["no method", () => send(head({ line: "NONSENSE /v1/status HTTP/1.1" }), "{}")],
  ["no HTTP", () => send("\u0016\u0003\u0001hello\r\n\r\n")],
  ["NUL in a header", () => send(head({ headers: ["x-a: a\0b"] }), "{}")],
  ["many headers", () => send(head({ headers: Array.from({ length: 3000 }, (_, n) => `x-${n}: 1`) }), "{}")],
  ["two lengths", () => send(head({ headers: ["content-length: 5"] }), "{}")],
  ["a length and pieces", () => send(head({ headers: ["transfer-encoding: chunked"] }), "{}")],
  [
    "a wrong length of a piece",
    () => send(head({ length: null, headers: ["transfer-encoding: chunked"] }), "zz\r\n{}"),
  ],
])("refuses %s as a bad request, before anything is acted on", async (_what, attempt) => {
  const status = statusOf(await attempt());
  expect([400, 413, 431]).toContain(status);
  expect(calls).toEqual([]);
  expect(logged.join("")).not.toContain("unexpectedly");
});

test.each([
  "",
  "Bearer",
  "Bearer ",
  "Bearer test-secre",
  "Bearer test-secretx",
  "Basic test-secret",
  "bearer test-secret",
  "x".repeat(400),
])("refuses the secret %s", async (secret) => {
  const request = head().replace(`Bearer ${token}`, secret);
  expect(statusOf(await send(request, "{}"))).toBe(401);
  expect(calls).toEqual([]);
});

test.each(["", "0", "1", "2", "4", "3, 3", "3.0", " "])("refuses the protocol %j", async (version) => {
  const request = head().replace(protocolLine, `x-bulkhead-protocol: ${version}`);
  expect(statusOf(await send(request, "{}"))).toBe(426);
});

test.each([
  "",
  " ",
  installationId.slice(1),
  `${installationId}, ${installationId}`,
  installationId.toUpperCase(),
])("refuses the installation %j", async (other) => {
  const request = head().replace(`installation: ${installationId}`, `installation: ${other}`);
  expect(statusOf(await send(request, "{}"))).toBe(421);
  expect(calls).toEqual([]);
});

test("a connection carries one request, whatever is sent behind it", async () => {
  const request = `${head({ length: 15 }).replace("connection: close\r\n", "")}{"slug":"acme"}`;
  const answer = await send(request.repeat(5));
  expect(calls).toEqual(['status {"slug":"acme"}']);
  expect(statusOf(answer)).toBe(404);
});

test("whoever hangs up in the middle of a request is no error of the agent's", async () => {
  const socket = net.connect(socketPath);
  socket.write(head({ length: 1000 }));
  socket.write('{"slug":');
  await once(socket, "connect");
  socket.destroy();
  expect(statusOf(await posted('{"slug":"acme"}'))).toBe(404);
  await server.close();
  expect(logged.join("")).not.toContain("unexpectedly");
});

test("an error that quotes too much is cut, not lost", async () => {
  const answer = await posted('{"slug":"acme"}');
  const { error } = JSON.parse(/\{"ok".*\}/.exec(answer)?.[0] ?? "");
  expect([error.message.length, error.nextStep.length]).toEqual([2000, 1000]);
});

test("a reader that takes nothing is given up, so that it holds up no work", async () => {
  const stuck = new PassThrough({ highWaterMark: 1 });
  stuck.write("more than fits");
  expect(stuck.writableNeedDrain).toBe(true);
  // What a response and any stream have in common is all that is used.
  await untilDrained(stuck as unknown as ServerResponse, 1);
  expect(stuck.destroyed).toBe(true);
});
