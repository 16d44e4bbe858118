import { readFile } from "node:fs/promises";
import { AgentFailure } from "#agent/agent-error.ts";
import type { Handlers } from "#agent/api/handlers.ts";
import { type ApiServer, startApiServer } from "#agent/api/server.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { env } from "#lib/env/env.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import { createLogger } from "#lib/log/logger.ts";
import { buildHostFacts } from "#prisma/builders/build-host.ts";

/**
 * A stand-in for the host agent: the agent's real API server on the socket of
 * this test, with the few handlers that a test gives. For what a real host
 * can't be made to do on demand: be away, break off, refuse.
 */
export async function startStandInAgent(handlers: Partial<Handlers>): Promise<ApiServer> {
  const { agentSocket, agentTokenFile } = env();
  const present: Partial<Handlers> = { "host.facts": async () => buildHostFacts(), ...handlers };
  const refuseOthers = new Proxy(present, {
    get: (target, verb) =>
      Reflect.get(target, verb) ??
      (() => Promise.reject(new AgentFailure("NOT_FOUND", `No ${String(verb)} in this test.`, "Add it."))),
  });
  return startApiServer({
    socketPath: agentSocket,
    socketUid: undefined,
    token: (await readFile(agentTokenFile, "utf8")).trim(),
    // The proxy answers for every verb that the test left out.
    handlers: refuseOthers as Handlers,
    log: createLogger("stand-in-agent", "silent"),
  });
}

/** What an agent would say of a Gateway that runs well. */
export function observationOf(slug: string, overrides: Partial<Observation> = {}): Observation {
  const at = new Date().toISOString();
  return {
    slug: slugSchema.parse(slug),
    phase: "running",
    generation: 1,
    pid: 4711,
    uid: 2001,
    startedAt: at,
    version: "2026.9.6",
    configHash: "a".repeat(64),
    isLive: true,
    isStarted: true,
    readiness: null,
    portHolder: null,
    memoryBytes: 600_000_000,
    restartCount: 0,
    nextAttemptAt: null,
    lastExit: null,
    at,
    ...overrides,
  };
}
