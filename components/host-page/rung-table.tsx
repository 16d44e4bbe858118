import { describeRoom } from "#components/host/capacity.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { rungLabels } from "#components/words/boundary-words.ts";
import { formatBytes } from "#components/words/format-bytes.ts";
import type { HostDto, RungCostDto } from "#lib/services/host/host-dto.ts";

const columns: readonly Column<RungCostDto>[] = [
  {
    id: "rung",
    header: "Rung",
    cell: ({ rung }) => (
      <span className="whitespace-nowrap">
        <Mono>{rung}</Mono>
        <span className="block text-dim text-xs max-sm:hidden">{rungLabels[rung]}</span>
      </span>
    ),
  },
  {
    id: "available",
    header: "Here",
    cell: ({ isAvailable }) =>
      isAvailable ? <Badge>available</Badge> : <Badge tone="dashed">not available</Badge>,
  },
  {
    id: "note",
    header: "Note",
    hideBelow: "md",
    cell: ({ note, isAvailable, ...cost }) => (
      <span className="block max-w-prose whitespace-normal py-1">
        {note || "Nothing to add."}
        {isAvailable ? <span className="block text-dim">{describeRoom(cost)}</span> : null}
      </span>
    ),
  },
  {
    id: "memory",
    header: "Memory",
    align: "end",
    cell: (cost) => <Mono className="whitespace-nowrap">{formatBytes(cost.memorySettledBytes)}</Mono>,
  },
  {
    id: "start",
    header: "At start",
    align: "end",
    hideBelow: "lg",
    cell: (cost) => <Mono className="whitespace-nowrap">{formatBytes(cost.memoryAtStartBytes)}</Mono>,
  },
  {
    id: "disk",
    header: "Disk",
    align: "end",
    hideBelow: "lg",
    cell: (cost) => <Mono className="whitespace-nowrap">{formatBytes(cost.diskBytes)}</Mono>,
  },
  { id: "ports", header: "Ports", align: "end", hideBelow: "sm", cell: (cost) => <Mono>{cost.ports}</Mono> },
  {
    id: "room",
    header: "Fit",
    align: "end",
    cell: (cost) => <Mono>{cost.isAvailable ? cost.room : 0}</Mono>,
  },
];

/** What this host can give, what one more tenant costs, and how many still fit. */
export function RungTable({ host }: { host: HostDto }) {
  return (
    <Section title="Rungs" frame="plain" aside="cost of one more tenant">
      <Table caption="Rungs of this host" columns={columns} rows={host.costs} rowKey={({ rung }) => rung} />
      <ul className="mt-2 flex flex-col gap-2 text-sm md:hidden">
        {host.costs.map((cost) => (
          <li key={cost.rung}>
            <Mono>{cost.rung}</Mono> {cost.note} {cost.isAvailable ? describeRoom(cost) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
