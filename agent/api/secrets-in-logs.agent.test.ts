import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { AgentCallError } from "#lib/host-agent/client/agent-call-error.ts";
import { type AgentClient, createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import { type ApiServer, startApiServer } from "./server.ts";

const secret = `123456789:${randomBytes(26).toString("base64url")}`;
const token = randomBytes(24).toString("hex");
const installationId = "7e57ab1e-0000-4000-8000-000000000001";
const lines: string[] = [];
let directory: string;
let server: ApiServer;
let agent: AgentClient;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-logs-"));
  const socketPath = path.join(directory, "agent.sock");
  const refusing: Partial<Handlers> = {
    "secrets.check": async () => ({ fingerprint: "a".repeat(64), lastFour: null }),
    "secrets.set": () => Promise.reject(new AgentFailure("NOT_FOUND", "No such tenant.", "Add it.")),
    "secrets.revoke": () => Promise.reject(new Error("Nobody foresaw this.")),
  };
  server = await startApiServer({
    socketPath,
    socketUid: undefined,
    token,
    isOwn: (id) => id === installationId,
    // The test calls no other verb.
    handlers: refusing as Handlers,
    log: pino({ level: "trace" }, { write: (line: string) => void lines.push(line) }),
  });
  agent = createAgentClient({ socketPath, token, installationId });
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const name = "/channels/telegram/default/botToken";

test.each([
  ["is taken", () => agent.call("secrets.check", { value: secret })],
  [
    "is refused",
    () => agent.call("secrets.set", { slug: "acme" as never, changeId: randomUUID(), name, value: secret }),
  ],
  [
    "has no place to go",
    () =>
      agent.call("secrets.set", {
        slug: "acme" as never,
        changeId: randomUUID(),
        name: secret,
        value: secret,
      }),
  ],
  ["is too long", () => agent.call("secrets.check", { value: secret.repeat(300) })],
  [
    "comes in the place of a name",
    () => agent.call("secrets.revoke", { slug: "acme" as never, changeId: randomUUID(), names: [secret] }),
  ],
])("a secret that %s is in no log line and in no answer", async (_case, call) => {
  const answer = await call().catch((error: unknown) =>
    error instanceof AgentCallError ? error.detail : Promise.reject(error),
  );
  expect(JSON.stringify(answer)).not.toContain(secret);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join("")).not.toContain(secret);
});
