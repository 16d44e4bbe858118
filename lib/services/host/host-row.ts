import type { Host } from "#lib/db/generated/client.ts";
import { clockProblem, hostClockSchema } from "#lib/domain/host/host-clock.ts";
import { portBlockSize } from "#lib/domain/host/port-block.ts";
import { hostFactsSchema } from "#lib/host-agent/contract/host-facts.ts";
import type { HostDto } from "./host-dto.ts";
import { liveFacts } from "./live-facts.ts";
import { hostRungCosts } from "./rung-costs.ts";

export const hostInclude = {
  _count: { select: { tenants: { where: { archivedAt: null } }, portBlocks: true } },
} as const;
export type HostRow = Host & { readonly _count: { readonly tenants: number; readonly portBlocks: number } };

export async function toHostDto(row: HostRow): Promise<HostDto> {
  const live = await liveFacts(row);
  const facts = live.isReachable ? live.facts : hostFactsSchema.parse(row.facts);
  const ports = {
    first: row.portFirst,
    last: row.portLast,
    blocksTotal: Math.floor((row.portLast - row.portFirst + 1) / portBlockSize),
    blocksUsed: row._count.portBlocks,
  };
  return {
    id: row.id,
    name: row.name,
    isReachable: live.isReachable,
    isReplaced: row.replacedById !== null,
    problem: live.isReachable ? null : live.problem,
    clockProblem: clockProblem(hostClockSchema.nullable().catch(null).parse(row.clock), new Date()),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    facts,
    tenantCount: row._count.tenants,
    probesAfterChange: row.probesAfterChange,
    ports,
    costs: hostRungCosts(facts, ports),
  };
}
