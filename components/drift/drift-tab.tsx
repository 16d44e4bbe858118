"use client";

import { FileCheck } from "lucide-react";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Drift } from "#lib/host-agent/contract/drift.ts";
import type { DriftDto } from "#lib/services/drift/drift-dto.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { DriftActions } from "./drift-actions.tsx";
import { DriftChanges } from "./drift-changes.tsx";
import { KeptSettings } from "./kept-settings.tsx";

type DriftTabProps = { tenant: TenantDto };

const restMs = 15_000;

/** The configuration on the host against what was written: setting by setting, and what to do about it. For operators alone. */
export function DriftTab({ tenant }: DriftTabProps) {
  const { configHash = null, writtenConfigHash = null } = tenant.gateway.observation ?? {};
  const live = useLiveQuery<DriftDto>({
    queryKey: ["tenant", tenant.slug, "drift", configHash, writtenConfigHash],
    path: `/api/tenants/${tenant.slug}/drift`,
    restMs,
  });
  return (
    <LiveContent
      live={live}
      errorTitle="The configuration can't be compared."
      skeleton={<TableSkeleton rows={4} />}
    >
      {({ drift, adopted }) => (
        <div className="flex flex-col gap-6">
          {drift === null ? (
            <div className="rounded-md border bg-panel">
              <EmptyState icon={<FileCheck aria-hidden="true" />} title="As it was written">
                The configuration on the host is what Bulkhead last wrote or you last accepted. An edit made
                there by hand shows here, setting by setting.
              </EmptyState>
            </div>
          ) : (
            <DriftContent drift={drift} keptCount={adopted.length} tenant={tenant} />
          )}
          <KeptSettings adopted={adopted} tenant={tenant} />
        </div>
      )}
    </LiveContent>
  );
}

type DriftContentProps = DriftTabProps & { drift: Drift; keptCount: number };

function DriftContent({ drift, keptCount, tenant }: DriftContentProps) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-dim text-sm">
          <span className="font-semibold text-base text-ink">Edited on the host</span>
          {drift.writtenAt ? (
            <>
              {" "}
              · written <TimeAgo at={drift.writtenAt} />
            </>
          ) : null}
          <br />
          Secrets are shown by their fingerprint only.
        </p>
        {!tenant.archivedAt ? <DriftActions drift={drift} keptCount={keptCount} tenant={tenant} /> : null}
      </div>
      {drift.problem ? (
        <Callout tone="danger" title="The edited file can't be compared">
          {drift.problem} Restore what was written.
        </Callout>
      ) : null}
      {!drift.problem && drift.changes.length === 0 ? (
        <p className="text-dim text-sm">
          No setting differs: only spacing, comments or the order of settings were changed.
        </p>
      ) : null}
      <DriftChanges drift={drift} />
      {!drift.problem && drift.obstacles.length > 0 ? (
        <Callout tone="caution" title="It can't be adopted">
          <ul className="flex list-disc flex-col gap-1 pl-4">
            {drift.obstacles.map((obstacle) => (
              <li key={obstacle}>{obstacle}</li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </div>
  );
}
