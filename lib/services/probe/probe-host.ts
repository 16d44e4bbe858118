import { db, type Tx } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { rungFromColumn } from "#lib/services/columns/rung-column.ts";
import type { ProbeTenantDto } from "./probe-dto.ts";

const include = {
  tenants: {
    // What is removed from a host is nobody's neighbour any more.
    where: { archivedAt: null, portBlock: { isNot: null }, gateway: { isNot: null } },
    include: { client: { select: { name: true } }, gateway: true },
    orderBy: { createdAt: "asc" },
  },
} satisfies Prisma.HostInclude;
export type ProbeHost = Prisma.HostGetPayload<{ include: typeof include }>;

export async function loadProbeHost(hostId: string, tx: Tx = db): Promise<ProbeHost | null> {
  return tx.host.findUnique({ where: { id: hostId }, include });
}

export function toProbeTenant(tenant: ProbeHost["tenants"][number]): ProbeTenantDto {
  return {
    slug: tenant.slug,
    name: tenant.name,
    clientName: tenant.client.name,
    rung: rungFromColumn(tenant.rung),
  };
}
