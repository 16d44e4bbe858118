import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { attemptTimeoutMs } from "../../staged/attempt-timeout.ts";
import type { GatewaySocket, Reply } from "../../staged/gateway-socket.ts";
import { arrange } from "./arrangements.ts";
import { gatewayBehind } from "./own-gateway.ts";
import type { Prepare } from "./protocol.ts";

// A Gateway whose operator wrong tokens would lock out has no device paired, so that nothing but its connection is needed.
beforeEach(async () => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "arrange-")), "openclaw.json");
  await writeFile(file, JSON.stringify({ gateway: { auth: { rateLimit: { exemptLoopback: false } } } }));
  vi.stubEnv("OPENCLAW_CONFIG_PATH", file);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What is arranged at a Gateway that answers so, and how long each question was given. */
async function arrangeAt(replies: Readonly<Record<string, Reply>>) {
  const limits = new Map<string, number>();
  const socket: GatewaySocket = {
    hello: { ok: true },
    call(method, _, timeoutMs = 0) {
      limits.set(method, timeoutMs);
      return Promise.resolve(replies[method] ?? { ok: true, payload: {} });
    },
    close: () => undefined,
  };
  const order: Partial<Prepare> = { runId: "run", canary: "canary", gateway: { port: 1, inode: 1 } };
  return { made: await arrange(gatewayBehind(socket), order as Prepare, "token"), limits };
}

test("the first list of sessions after a start is waited for longer than any attempt", async () => {
  const sessions = { ok: true, payload: { sessions: [{ sessionId: "one" }] } };
  const { made, limits } = await arrangeAt({ "sessions.list": sessions });
  expect(made).toMatchObject({ isShown: true, sessions: [expect.any(String)] });
  expect(limits.get("sessions.list")).toBeGreaterThan(2 * attemptTimeoutMs);
});

test("a canary counts as shown only where the Gateway took it", async () => {
  const no = { ok: false, error: { code: "UNAVAILABLE" } };
  expect((await arrangeAt({ "chat.inject": no })).made).toMatchObject({ isShown: false });
  expect((await arrangeAt({ "sessions.create": no })).made).toMatchObject({ isShown: false });
  expect((await arrangeAt({ "sessions.list": no })).made).toMatchObject({ isShown: true, sessions: null });
});
