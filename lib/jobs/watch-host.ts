import { Mutex } from "async-mutex";
import { anySignal } from "#lib/abort/any-signal.ts";
import { agentOf, isOtherAgent } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import { hostConnectionSchema } from "#lib/domain/host/host-connection.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Logger } from "#lib/log/logger.ts";
import { meetHost } from "#lib/services/host/meet-host.ts";
import { registerHost } from "#lib/services/host/register-host.ts";
import { applyWatchEvent } from "#lib/services/observation/apply-watch-event.ts";
import { holdHostLock } from "./host-lock.ts";

/** How long to wait before asking again for a watch that another replica holds, in milliseconds. */
const othersTurnMs = 5_000;
const reconnectMs = 500;

/**
 * Follows a host's agent until the stream breaks or `signal` aborts, and keeps
 * what it observes. Only one process of all replicas does it for a host. Where
 * another agent has taken the place of the host's own, that one is met.
 *
 * @returns how long to wait before the next attempt
 */
export async function watchHost(hostId: string, log: Logger, signal: AbortSignal): Promise<number> {
  const { connection } = await db.host.findUniqueOrThrow({ where: { id: hostId } });
  // Replaced meanwhile; whoever looks after the watches ends this one.
  if (connection === null) return othersTurnMs;
  const way = hostConnectionSchema.parse(connection);
  try {
    const agent = await agentOf(hostId);
    const host = await registerHost(await agent.call("host.facts", {}, { signal }), way);
    await using lock = await holdHostLock(hostId);
    if (!lock.isHeld) return othersTurnMs;
    log.info({ hostId, host: host.name }, "host.watch");
    await follow(agent, hostId, log, anySignal([signal, lock.lost]));
  } catch (error) {
    if (!isOtherAgent(error)) throw error;
    log.warn({ hostId }, "another agent answers in the place of this host's");
    await meetHost(way, signal);
  }
  return reconnectMs;
}

async function follow(agent: AgentClient, hostId: string, log: Logger, ended: AbortSignal): Promise<void> {
  // Events are applied one after the other: a change must not overtake the snapshot before it.
  const applying = new Mutex();
  const broken = new AbortController();
  await agent.stream(
    "watch",
    {},
    (event) => {
      void applying.runExclusive(() =>
        applyWatchEvent(hostId, event).catch((error: unknown) => {
          log.warn({ err: error }, "an observation could not be kept; watching anew");
          broken.abort();
        }),
      );
    },
    { signal: anySignal([ended, broken.signal]) },
  );
  await applying.waitForUnlock();
}
