import { queryString } from "#components/answers/fetch-json.ts";
import { type Item, items } from "#lib/domain/checklist/item.ts";

export const tenantTabs = [
  "checklist",
  "risks",
  "audit",
  "credentials",
  "tools",
  "configuration",
  "logs",
  "operations",
  "activity",
  "boundary",
] as const;
export type TenantTab = (typeof tenantTabs)[number];

/** What of a tenant is open: a tab, and an item of the checklist beside it. */
export type TenantPlace = { tab: TenantTab; item: Item | null };

export function readTenantPlace(parameters: Readonly<Record<string, unknown>>): TenantPlace {
  return {
    tab: tenantTabs.find((tab) => tab === parameters.tab) ?? "checklist",
    item: items.find((item) => item === parameters.item) ?? null,
  };
}

export function formatTenantPlace({ tab, item }: TenantPlace): string {
  return queryString({ tab: tab === "checklist" ? "" : tab, item: tab === "checklist" ? item : null });
}
