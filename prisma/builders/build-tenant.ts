import { db } from "#lib/db/db.ts";
import type { Gateway, PortBlock, Prisma, Tenant } from "#lib/db/generated/client.ts";
import { portBlockSize } from "#lib/domain/host/port-block.ts";
import { buildClient } from "./build-client.ts";
import { buildHost } from "./build-host.ts";
import { unique } from "./unique.ts";

export type BuiltTenant = Tenant & { gateway: Gateway; portBlock: PortBlock };

type Overrides = Partial<Prisma.TenantUncheckedCreateInput> & {
  /** Overrides of its Gateway: desired and observed state. */
  gateway?: Partial<Prisma.GatewayUncheckedCreateWithoutTenantInput>;
  basePort?: number;
};

/** A stopped tenant with its Gateway and the host's next free port block; makes a client and a host unless they are given. */
export async function buildTenant(overrides: Overrides = {}): Promise<BuiltTenant> {
  const { gateway, basePort, ...tenant } = overrides;
  const clientId = tenant.clientId ?? (await buildClient()).id;
  const hostId = tenant.hostId ?? (await buildHost()).id;
  const slug = unique("tenant");
  const created = await db.tenant.create({
    data: {
      slug,
      name: slug,
      rung: "os_user",
      decision: {},
      ...tenant,
      clientId,
      hostId,
      gateway: {
        create: {
          hasPowerfulTools: false,
          desiredState: "stopped",
          desiredVersion: "2026.9.6",
          ...gateway,
        },
      },
      portBlock: { create: { hostId, base: basePort ?? (await nextBase(hostId)) } },
    },
    include: { gateway: true, portBlock: true },
  });
  if (!created.gateway || !created.portBlock)
    throw new Error("A tenant was built without its Gateway or port block.");
  return { ...created, gateway: created.gateway, portBlock: created.portBlock };
}

async function nextBase(hostId: string): Promise<number> {
  const host = await db.host.findUniqueOrThrow({ where: { id: hostId } });
  const last = await db.portBlock.aggregate({ where: { hostId }, _max: { base: true } });
  return last._max.base === null ? host.portFirst : last._max.base + portBlockSize;
}
