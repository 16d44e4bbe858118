"use client";

import { LiveContent } from "#components/live/live-notices.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { ApiSection } from "./api-section.tsx";
import { EffectiveSection } from "./effective-section.tsx";
import { PolicySection } from "./policy-section.tsx";
import { useTools } from "./use-tools.ts";

type ToolsTabProps = { tenant: TenantDto; canOperate: boolean };

/** What the tenant's agent should be able to do, what its Gateway says it can, and its API. */
export function ToolsTab({ tenant, canOperate }: ToolsTabProps) {
  const live = useTools(tenant);
  const isBusy = tenant.unfinished !== null;
  return (
    <LiveContent live={live} errorTitle="The tools can't be shown." skeleton={<TableSkeleton rows={6} />}>
      {(tools) => (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <div className="flex flex-col gap-6">
            <PolicySection
              tenant={tenant}
              tools={tools}
              canChange={canOperate && !tenant.archivedAt}
              isBusy={isBusy}
            />
            <ApiSection
              tenant={tenant}
              tools={tools}
              canChange={canOperate && !tenant.archivedAt}
              isBusy={isBusy}
            />
          </div>
          <EffectiveSection tools={tools} onRefresh={live.refresh} isFetching={live.isFetching} />
        </div>
      )}
    </LiveContent>
  );
}
