import { readFile } from "node:fs/promises";
import { type ApiServer, startApiServer } from "#agent/api/server.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { localConnection } from "#lib/agent-calls/open-agent.ts";
import type { HostConnection } from "#lib/domain/host/host-connection.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import { createLogger } from "#lib/log/logger.ts";
import { buildHostFacts } from "#prisma/builders/build-host.ts";

type StandIn = {
  /** The one host that it is the agent of; left out, it plays the agents of all hosts of the test. */
  readonly installationId?: string;
  /** Where it listens; the socket of this installation when left out. */
  readonly connection?: HostConnection;
};

/**
 * A stand-in for the host agent: the agent's real API server on the socket of
 * this test, with the few handlers that a test gives. For what a real host
 * can't be made to do on demand: be away, break off, refuse.
 */
export async function startStandInAgent(
  handlers: Partial<Handlers>,
  { installationId, connection = localConnection() }: StandIn = {},
): Promise<ApiServer> {
  const present: Partial<Handlers> = { "host.facts": async () => buildHostFacts(), ...handlers };
  const refuseOthers = new Proxy(present, {
    get: (target, verb) =>
      Reflect.get(target, verb) ??
      (() => Promise.reject(new AgentFailure("NOT_FOUND", `No ${String(verb)} in this test.`, "Add it."))),
  });
  return startApiServer({
    socketPath: connection.socketPath,
    socketUid: undefined,
    token: (await readFile(connection.tokenFile, "utf8")).trim(),
    isOwn: (id) => installationId === undefined || id === installationId,
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
