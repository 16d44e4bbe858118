"use client";

import { CheckAge } from "#components/checklist/check-progress.tsx";
import { ChecklistTable } from "#components/checklist/checklist-table.tsx";
import { ItemPanel } from "#components/checklist/item-detail.tsx";
import { CountsLine } from "#components/checklist/item-marks.tsx";
import { TenantAttempts } from "#components/probes/tenant-attempts.tsx";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

type ChecklistTabProps = {
  tenant: TenantDto;
  item: Item | null;
  onItem: (item: Item | null) => void;
  canOperate: boolean;
};

/** The ten items, and the one that is open beside them. */
export function ChecklistTab({ tenant, item, onItem, canOperate }: ChecklistTabProps) {
  const open = tenant.items.find((one) => one.item === item) ?? null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-sm">
        <CountsLine counts={tenant.counts} />
        <span className="text-dim">
          <CheckAge check={tenant.latestCheck} />
        </span>
      </div>
      <ChecklistTable items={tenant.items} selected={item} onSelect={onItem} />
      <TenantAttempts tenant={tenant} />
      <ItemPanel item={open} tenant={tenant} canOperate={canOperate} onClose={() => onItem(null)} />
    </div>
  );
}
