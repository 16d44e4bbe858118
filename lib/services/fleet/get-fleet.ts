import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { clockProblem, hostClockSchema } from "#lib/domain/host/host-clock.ts";
import { type KnownParts, overallOf } from "#lib/domain/overall/overall.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { auditStatus } from "#lib/services/audit/audit-status.ts";
import { auditsOf } from "#lib/services/audit/audits-of.ts";
import { knownAudit } from "#lib/services/audit/known-audit.ts";
import type { ItemVerdictDto } from "#lib/services/check/check-dto.ts";
import { toHostCheckDto } from "#lib/services/check/host-check-row.ts";
import { countVerdicts, tenantVerdicts, withoutEvidence } from "#lib/services/check/tenant-verdicts.ts";
import { rungFromColumn } from "#lib/services/columns/rung-column.ts";
import { mistakeCounts, mistakeInclude } from "#lib/services/mistake/mistake-rows.ts";
import { shownPhase } from "#lib/services/observation/gateway-row.ts";
import { isHostHeard } from "#lib/services/observation/is-host-heard.ts";
import { pageFields, pageWindow } from "#lib/services/page.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { readHostAttempts } from "#lib/services/probe/host-attempts.ts";
import { knownAttempts } from "#lib/services/probe/known-attempts.ts";
import { findTriedWalls } from "./find-tried-walls.ts";
import { findWalls } from "./find-walls.ts";
import type { CompartmentDto, FleetDto, FleetHostDto } from "./fleet-dto.ts";

const include = {
  checks: { orderBy: { seq: "desc" }, take: 1 },
  tenants: {
    // What is removed from a host takes no room in it.
    where: { archivedAt: null, portBlock: { isNot: null } },
    include: {
      client: { select: { name: true } },
      gateway: true,
      evidence: withoutEvidence,
      ...mistakeInclude,
    },
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
  const where = { retiredAt: null, ...(query.hostId !== undefined && { id: query.hostId }) };
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
  const attempts = knownAttempts(pairs);
  const audits = await auditsOf(
    db,
    host.tenants.map(({ id }) => id),
  );
  const judged = host.tenants.flatMap((tenant) => {
    const { id, slug, gateway, evidence } = tenant;
    if (gateway === null) return [];
    const items = tenantVerdicts(evidence, { ...tenant, gateway, host }, now);
    const { latest, lastDone } = audits(id);
    const audit = knownAudit(auditStatus(latest, lastDone, gateway, host, now));
    const tried = { attempts: attempts.get(slug) ?? null, audit };
    return [{ slug, items, compartment: toCompartment(tenant, gateway, host, items, tried, now) }];
  });
  const [check] = host.checks;
  return {
    id: host.id,
    name: host.name,
    isReachable: isHostHeard(host.lastSeenAt, now),
    isReplaced: host.replacedById !== null,
    clockProblem:
      clockProblem(hostClockSchema.nullable().catch(null).parse(host.clock), now)?.message ?? null,
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
  items: readonly ItemVerdictDto[],
  known: Pick<KnownParts, "attempts" | "audit">,
  now: Date,
): CompartmentDto {
  const [counts, risks] = [countVerdicts(items), mistakeCounts(tenant, { ...tenant, gateway, host }, now)];
  return {
    tenantId: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    clientName: tenant.client.name,
    rung: rungFromColumn(tenant.rung),
    phase: shownPhase(gateway, host, now),
    overall: overallOf({ ...known, checklist: counts, mistakes: tenant.mistakes && risks }),
    counts,
    risks,
    isMeasured: counts["not-measured"] === 0,
  };
}
