import { localConnection } from "#lib/agent-calls/open-agent.ts";
import { db } from "#lib/db/db.ts";
import { meetHost } from "#lib/services/host/meet-host.ts";
import { isHostHeard } from "#lib/services/observation/is-host-heard.ts";

const lookMs = 2_000;

/**
 * Meets whoever answers at this installation's own socket, unless the host that
 * is known there was heard just now: its watch notices by itself when another
 * takes its place.
 *
 * @returns how long to wait before looking again
 */
export async function meetLocalHost(signal: AbortSignal): Promise<number> {
  const connection = localConnection();
  const known = await db.host.findFirst({
    where: { connection: { equals: connection }, retiredAt: null },
    orderBy: { lastSeenAt: { sort: "desc", nulls: "last" } },
    select: { lastSeenAt: true },
  });
  if (known === null || !isHostHeard(known.lastSeenAt, new Date())) await meetHost(connection, signal);
  return lookMs;
}
