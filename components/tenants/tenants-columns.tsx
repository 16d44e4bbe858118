import { AuditMark } from "#components/audit/audit-mark.tsx";
import { ItemMarks } from "#components/checklist/item-marks.tsx";
import { DesiredNote } from "#components/gateways/desired-note.tsx";
import { PhaseMark } from "#components/gateways/phase-mark.tsx";
import { RowPower } from "#components/gateways/row-power.tsx";
import { Mono } from "#components/ui/mono.tsx";
import type { Column } from "#components/ui/table.tsx";
import { OverallShape } from "#components/verdict/overall-mark.tsx";
import { formatBytes } from "#components/words/format-bytes.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";

const nothing = <span className="text-faint">–</span>;

const columns: readonly Column<TenantRowDto>[] = [
  {
    id: "name",
    header: "Tenant and client",
    isSortable: true,
    cell: (tenant) => (
      <span className="flex min-w-36 max-w-60 items-center gap-2 2xl:max-w-96">
        <OverallShape overall={tenant.overall} />
        <span className="min-w-0 leading-4">
          <span className="block truncate" title={`${tenant.name} (${tenant.slug})`}>
            {tenant.name}
          </span>
          <span className="block truncate font-normal text-faint text-xs" title={tenant.client.name}>
            {tenant.client.name}
          </span>
        </span>
      </span>
    ),
  },
  {
    id: "phase",
    header: "Gateway",
    isSortable: true,
    cell: (tenant) => (
      <span className="inline-flex max-w-44 flex-wrap items-center gap-x-2 align-middle leading-4 2xl:max-w-none">
        <PhaseMark phase={tenant.phase} />
        {tenant.unfinished ? null : <DesiredNote phase={tenant.phase} desiredState={tenant.desiredState} />}
      </span>
    ),
  },
  {
    id: "verdict",
    header: "Checklist",
    isSortable: true,
    cell: (tenant) => <ItemMarks counts={tenant.counts} />,
  },
  {
    id: "audit",
    header: "Audit",
    isSortable: true,
    hideBelow: "xl",
    cell: (tenant) => <AuditMark audit={tenant.audit} />,
  },
  {
    id: "rung",
    header: "Rung",
    hideBelow: "2xl",
    cell: (tenant) => <Mono className="whitespace-nowrap">{tenant.rung}</Mono>,
  },
  {
    id: "port",
    header: "Port",
    align: "end",
    hideBelow: "xl",
    cell: (tenant) =>
      tenant.portBase === null ? nothing : <Mono className="whitespace-nowrap">{tenant.portBase}</Mono>,
  },
  {
    id: "memory",
    header: "Memory",
    align: "end",
    hideBelow: "2xl",
    cell: (tenant) =>
      tenant.memoryBytes === null || tenant.phase === "unknown" ? (
        nothing
      ) : (
        <Mono className="whitespace-nowrap">{formatBytes(tenant.memoryBytes)}</Mono>
      ),
  },
];

const power: Column<TenantRowDto> = {
  id: "power",
  header: "Power",
  align: "end",
  width: "w-24",
  cell: (tenant) => <RowPower tenant={tenant} />,
};

/** The columns of the list; only operators get buttons. */
export function tenantsColumns(canOperate: boolean): readonly Column<TenantRowDto>[] {
  return canOperate ? [...columns, power] : columns;
}
