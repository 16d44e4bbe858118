import { randomUUID } from "node:crypto";
import type { Tx } from "#lib/db/db.ts";
import type { HostCheck } from "#lib/db/generated/client.ts";
import { enqueue } from "#lib/queue/job-queue.ts";

/**
 * Asks for a pass of evidence over a host. One that waits to run will see
 * whatever is true by then, so it answers for every wish that comes before it begins.
 */
export async function enqueueHostCheck(
  tx: Tx,
  hostId: string,
  requestedById: string | null,
): Promise<HostCheck> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`check/${hostId}`}, 0))::text`;
  const waiting = await tx.hostCheck.findFirst({ where: { hostId, status: "queued" } });
  if (waiting !== null) return waiting;
  const host = await tx.host.findUniqueOrThrow({ where: { id: hostId }, select: { neighbourhood: true } });
  const check = await tx.hostCheck.create({
    data: { id: randomUUID(), hostId, requestedById, neighbourhood: host.neighbourhood },
  });
  await enqueue(tx, "host-check", { checkId: check.id }, check.id);
  return check;
}
