import { Meter } from "#components/ui/meter.tsx";
import { formatBytes } from "#components/words/format-bytes.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import type { HostDto, RungCostDto } from "#lib/services/host/host-dto.ts";

/** How full a host is. */
export function CapacityMeters({ host }: { host: HostDto }) {
  const { facts, ports } = host;
  const memoryUsed = facts.memoryTotalBytes - facts.memoryAvailableBytes;
  const diskUsed = facts.diskTotalBytes - facts.diskFreeBytes;
  return (
    <div className="flex flex-col gap-3">
      <Meter
        label="Memory"
        value={memoryUsed}
        max={facts.memoryTotalBytes}
        valueText={`${formatBytes(memoryUsed)} of ${formatBytes(facts.memoryTotalBytes)}`}
      />
      <Meter
        label="Disk"
        value={diskUsed}
        max={facts.diskTotalBytes}
        valueText={`${formatBytes(diskUsed)} of ${formatBytes(facts.diskTotalBytes)}`}
      />
      <Meter
        label="Port blocks"
        value={ports.blocksUsed}
        max={ports.blocksTotal}
        valueText={`${ports.blocksUsed} of ${ports.blocksTotal}`}
      />
    </div>
  );
}

/** The strongest rung a host can give now, or null when it can give none. */
export function strongestCost(host: HostDto): RungCostDto | null {
  const order = gatewayRungSchema.options;
  const available = host.costs.filter(({ isAvailable }) => isAvailable);
  return available.toSorted((a, b) => order.indexOf(b.rung) - order.indexOf(a.rung))[0] ?? null;
}

/** "Room for 4 more tenants; memory runs out first." */
export function describeRoom(cost: Pick<RungCostDto, "room" | "limitedBy">): string {
  if (cost.room === 0) return `No room for another tenant: not enough ${cost.limitedBy}.`;
  return `Room for ${cost.room} more ${cost.room === 1 ? "tenant" : "tenants"}; ${cost.limitedBy} ${cost.limitedBy === "ports" ? "run" : "runs"} out first.`;
}
