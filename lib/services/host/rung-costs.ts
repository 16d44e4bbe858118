import { portBlockSize } from "#lib/domain/host/port-block.ts";
import { gatewaysThatFit, rungCosts } from "#lib/domain/tenant/rung-cost.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import type { HostDto, RungCostDto } from "./host-dto.ts";

/** What one more tenant of each rung would take from this host, and how many more it could take. */
export function hostRungCosts(facts: HostFacts, ports: HostDto["ports"]): RungCostDto[] {
  return facts.rungs.map(({ rung, isAvailable, note }) => {
    const cost = rungCosts[rung];
    const limits = [
      { by: "memory", room: gatewaysThatFit(facts.memoryAvailableBytes) },
      { by: "disk", room: Math.floor(facts.diskFreeBytes / cost.diskBytes) },
      { by: "ports", room: ports.blocksTotal - ports.blocksUsed },
    ] as const;
    const tightest = limits.reduce((least, limit) => (limit.room < least.room ? limit : least));
    return {
      rung,
      isAvailable,
      note,
      memoryAtStartBytes: cost.startMemoryBytes,
      memorySettledBytes: cost.settledMemoryBytes,
      diskBytes: cost.diskBytes,
      ports: portBlockSize,
      room: Math.max(0, tightest.room),
      limitedBy: tightest.by,
    };
  });
}
