import type { Logger } from "#lib/log/logger.ts";
import { applyWatchEvent } from "#lib/services/host/apply-watch-event.ts";
import { localAgent } from "#lib/services/host/host-agent.ts";
import { registerHost } from "#lib/services/host/register-host.ts";
import { holdHostLock } from "./host-lock.ts";

/** How long to wait before asking again for a watch that another replica holds, in milliseconds. */
const othersTurnMs = 5_000;
const reconnectMs = 500;

/**
 * Follows this machine's agent until the stream breaks or `signal` aborts, and
 * keeps what it observes. Only one process of all replicas does it for a host.
 *
 * @returns how long to wait before the next attempt
 */
export async function watchHost(log: Logger, signal: AbortSignal): Promise<number> {
  const agent = await localAgent();
  const host = await registerHost(await agent.call("host.facts", {}, { signal }));
  await using lock = await holdHostLock(host.id);
  if (!lock.isHeld) return othersTurnMs;
  const ended = AbortSignal.any([signal, lock.lost]);
  log.info({ hostId: host.id, host: host.name }, "host.watch");
  // Events are applied one after the other: a change must not overtake the snapshot before it.
  let applied = Promise.resolve();
  const broken = new AbortController();
  await agent.stream(
    "watch",
    {},
    (event) => {
      applied = applied
        .then(() => applyWatchEvent(host.id, event))
        .catch((error: unknown) => {
          log.warn({ err: error }, "an observation could not be kept; watching anew");
          broken.abort();
        });
    },
    { signal: AbortSignal.any([ended, broken.signal]) },
  );
  await applied;
  return reconnectMs;
}
