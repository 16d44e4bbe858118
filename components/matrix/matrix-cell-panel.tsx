"use client";

import { ItemDetail } from "#components/checklist/item-detail.tsx";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type Item, itemLabels } from "#lib/domain/checklist/item.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

type MatrixCellPanelProps = { slug: string; item: Item | ""; onClose: () => void };

/** The detail of one cell, read when it is opened. */
export function MatrixCellPanel({ slug, item, onClose }: MatrixCellPanelProps) {
  const isOpen = slug !== "" && item !== "";
  return (
    <SidePanel
      isOpen={isOpen}
      onOpenChange={onClose}
      title={item ? itemLabels[item] : "Item"}
      description={slug}
      footer={<ButtonLink href={`/tenants/${slug}?tab=checklist`}>Open the tenant</ButtonLink>}
    >
      {isOpen ? <CellDetail key={slug} slug={slug} item={item} /> : null}
    </SidePanel>
  );
}

function CellDetail({ slug, item }: { slug: string; item: Item }) {
  const live = useLiveQuery<TenantDto>({ queryKey: ["tenant", slug], path: `/api/tenants/${slug}` });
  return (
    <LiveContent
      live={live}
      errorTitle="This tenant can't be shown."
      skeleton={<Skeleton className="h-64 w-full" />}
    >
      {(tenant) => {
        const found = tenant.items.find((one) => one.item === item);
        return found ? <ItemDetail item={found} slug={slug} canOperate={false} /> : null;
      }}
    </LiveContent>
  );
}
