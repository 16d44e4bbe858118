import type { Tx } from "#lib/db/db.ts";
import type { Host } from "#lib/db/generated/client.ts";
import {
  containsPort,
  lastPort,
  overlaps,
  type PortBlock,
  portBlockSize,
} from "#lib/domain/host/port-block.ts";
import { hostFactsSchema } from "#lib/host-agent/contract/host-facts.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/**
 * Reserves the host's first free block for a tenant. Blocks in which the host
 * shows a listening port are passed over: nobody of ours can be there. Callers
 * of one host take turns until their transactions end; the database's exclusion
 * constraint is what guarantees that blocks never overlap.
 *
 * @param avoid bases that are known not to work
 * @throws ServiceError CONFLICT when no block is left
 */
export async function allocatePortBlock(
  tx: Tx,
  host: Host,
  tenantId: string,
  avoid: readonly number[] = [],
): Promise<PortBlock> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`ports/${host.id}`}, 0))::text`;
  const base = await findFreeBase(tx, host, avoid);
  return tx.portBlock.create({ data: { hostId: host.id, tenantId, base } });
}

/** The block that an onboarding would get now; reserves nothing. */
export async function findFreeBase(tx: Tx, host: Host, avoid: readonly number[] = []): Promise<number> {
  const reserved = await tx.portBlock.findMany({
    // A Gateway of a host that this one replaced may still run: it is the same machine.
    where: { OR: [{ hostId: host.id }, { host: { replacedById: host.id } }] },
    select: { base: true },
  });
  const facts = hostFactsSchema.safeParse(host.facts);
  const listening = facts.success ? facts.data.listeningPorts.map(({ port }) => port) : [];
  const base = firstFree(host, reserved, listening, avoid);
  if (base !== null) return base;
  throw new ServiceError("CONFLICT", `${host.name} has no ${portBlockSize} free ports in a row left.`, {
    nextStep:
      "Remove a tenant that is no longer needed, or free ports of this host in the range " +
      `${host.portFirst}–${host.portLast}.`,
  });
}

function firstFree(
  range: { readonly portFirst: number; readonly portLast: number },
  reserved: readonly PortBlock[],
  listening: readonly number[],
  avoid: readonly number[],
): number | null {
  let base = range.portFirst;
  while (lastPort({ base }) <= range.portLast) {
    const candidate = { base };
    const obstacle = reserved.find((block) => overlaps(block, candidate));
    if (obstacle !== undefined) {
      base = lastPort(obstacle) + 1;
    } else if (avoid.includes(base) || listening.some((port) => containsPort(candidate, port))) {
      base += portBlockSize;
    } else {
      return base;
    }
  }
  return null;
}
