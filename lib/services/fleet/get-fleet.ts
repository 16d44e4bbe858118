import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { ItemDto } from "#lib/services/check/check-dto.ts";
import { toHostCheckDto } from "#lib/services/check/host-check-row.ts";
import { countVerdicts, tenantItems } from "#lib/services/check/tenant-items.ts";
import { shownPhase } from "#lib/services/gateway/gateway-row.ts";
import { isHostHeard } from "#lib/services/host/is-host-heard.ts";
import { pageFields, pageWindow } from "#lib/services/page.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { readHostAttempts } from "#lib/services/probe/host-attempts.ts";
import { riskCounts, riskInclude } from "#lib/services/risk/risk-rows.ts";
import { rungFromColumn } from "#lib/services/tenant/rung-column.ts";
import { findTriedWalls } from "./find-tried-walls.ts";
import { findWalls } from "./find-walls.ts";
import type { CompartmentDto, FleetDto, FleetHostDto } from "./fleet-dto.ts";

const include = {
  checks: { orderBy: { createdAt: "desc" }, take: 1 },
  tenants: {
    // What is removed from a host takes no room in it.
    where: { archivedAt: null, portBlock: { isNot: null } },
    include: { client: { select: { name: true } }, gateway: true, evidence: true, ...riskInclude },
    orderBy: { createdAt: "asc" },
  },
} satisfies Prisma.HostInclude;
type HostRow = Prisma.HostGetPayload<{ include: typeof include }>;

export const fleetInput = z.object({
  hostId: z.uuid().optional(),
  page: pageFields.page,
  /** Hosts, each with all of its compartments. */
  pageSize: z.coerce.number().int().min(1).max(20).default(10),
});
export type FleetInput = z.input<typeof fleetInput>;

/** Hosts with their compartments and the walls between them that are broken, oldest host first. */
export async function getFleet(actor: Actor, input: FleetInput = {}): Promise<FleetDto> {
  authorize(actor, "host.read");
  const query = parseInput(fleetInput, input);
  const now = new Date();
  const where = query.hostId === undefined ? {} : { id: query.hostId };
  const [hosts, total] = await Promise.all([
    db.host.findMany({
      where,
      include,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      ...pageWindow(query),
    }),
    db.host.count({ where }),
  ]);
  return { hosts: await Promise.all(hosts.map((host) => toFleetHost(host, now))), total };
}

async function toFleetHost(host: HostRow, now: Date): Promise<FleetHostDto> {
  const { pairs } = await readHostAttempts(host, now);
  const judged = host.tenants.flatMap((tenant) => {
    if (tenant.gateway === null) return [];
    const items = tenantItems(tenant.evidence, { ...tenant, gateway: tenant.gateway, host }, now);
    return [
      { slug: tenant.slug, items, compartment: toCompartment(tenant, tenant.gateway, host, items, now) },
    ];
  });
  const [check] = host.checks;
  return {
    id: host.id,
    name: host.name,
    isReachable: isHostHeard(host.lastSeenAt, now),
    lastSeenAt: host.lastSeenAt?.toISOString() ?? null,
    compartments: judged.map(({ compartment }) => compartment),
    walls: findWalls(judged),
    attempts: findTriedWalls(pairs),
    latestCheck: check === undefined ? null : toHostCheckDto(check),
  };
}

type TenantRow = HostRow["tenants"][number];

function toCompartment(
  tenant: TenantRow,
  gateway: NonNullable<TenantRow["gateway"]>,
  host: HostRow,
  items: readonly ItemDto[],
  now: Date,
): CompartmentDto {
  const verdicts = items.map(({ verdict }) => verdict);
  return {
    tenantId: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    clientName: tenant.client.name,
    rung: rungFromColumn(tenant.rung),
    phase: shownPhase(gateway, host, now),
    worstVerdict: worstVerdict(verdicts),
    counts: countVerdicts(items),
    risks: riskCounts(tenant, { ...tenant, gateway, host }, now),
    isMeasured: !verdicts.includes("not-measured"),
  };
}
