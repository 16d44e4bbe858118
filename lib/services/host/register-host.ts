import { db, type Tx } from "#lib/db/db.ts";
import { type Host, Prisma } from "#lib/db/generated/client.ts";
import type { HostConnection } from "#lib/domain/host/host-connection.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import { recordActivity } from "#lib/services/activity/record-activity.ts";

const watch = { kind: "job", name: "Watch" } as const;

/**
 * Creates or updates the row of the host that says these facts of itself at the
 * end of this way. A host that was known there before has lost its agent: no
 * way leads to it any more, until its own agent is heard again. Called by the
 * watch alone.
 */
export async function registerHost(facts: HostFacts, connection: HostConnection): Promise<Host> {
  const { installationId, hostname: name, portRange } = facts;
  const current = { facts, name, connection, portFirst: portRange.first, portLast: portRange.last };
  const back = { replacedById: null, retiredAt: null };
  return db.$transaction(async (tx) => {
    const host = await tx.host.upsert({
      where: { installationId },
      create: { ...current, installationId },
      update: { ...current, ...back },
    });
    await replaceOthers(tx, host, connection);
    return host;
  });
}

async function replaceOthers(tx: Tx, host: Host, connection: HostConnection): Promise<void> {
  const replaced = await tx.host.updateManyAndReturn({
    where: {
      id: { not: host.id },
      replacedById: null,
      // Rows from before ways were kept belong to this installation's own socket.
      OR: [{ connection: { equals: connection } }, { connection: { equals: Prisma.AnyNull } }],
    },
    data: { connection: Prisma.DbNull, replacedById: host.id },
  });
  for (const other of replaced) {
    // What it had replaced itself is on this machine too, and its ports are.
    await tx.host.updateMany({
      where: { replacedById: other.id, id: { not: host.id } },
      data: { replacedById: host.id },
    });
    await recordActivity(tx, watch, {
      action: "host.replace",
      details: { host: other.name, hostId: other.id, byHostId: host.id },
    });
  }
}
