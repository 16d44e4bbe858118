import { anySignal } from "#lib/abort/any-signal.ts";
import { db } from "#lib/db/db.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Logger } from "#lib/log/logger.ts";
import { untilStopped } from "./until-stopped.ts";
import { watchHost } from "./watch-host.ts";

/** How often it is looked which hosts there are, in milliseconds. */
const lookMs = 2_000;

type Watched = { readonly stop: AbortController; readonly ended: Promise<void> };

/** Watches every host to which there is a way, each for itself, as they come and go. */
export async function watchHosts(log: Logger, signal: AbortSignal): Promise<void> {
  const watched = new Map<string, Watched>();
  await untilStopped("hosts", log, signal, async () => {
    const reachable = new Set(await reachableHosts());
    for (const [hostId, { stop }] of watched) {
      if (reachable.has(hostId)) continue;
      stop.abort();
      watched.delete(hostId);
    }
    for (const hostId of reachable) {
      if (!watched.has(hostId)) watched.set(hostId, watch(hostId, log, signal));
    }
    return lookMs;
  });
  await Promise.all([...watched.values()].map(({ ended }) => ended));
}

function watch(hostId: string, log: Logger, signal: AbortSignal): Watched {
  const stop = new AbortController();
  const either = anySignal([signal, stop.signal]);
  return {
    stop,
    ended: untilStopped(`watch of ${hostId}`, log, either, () => watchHost(hostId, log, either)),
  };
}

async function reachableHosts(): Promise<string[]> {
  const rows = await db.host.findMany({
    where: { connection: { not: Prisma.AnyNull }, retiredAt: null },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
