"use client";

import { ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { LiveContent } from "#components/live/live-notices.tsx";
import type { Command } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ProgressBar } from "#components/ui/meter.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { AuditRunDto, TenantAuditDto } from "#lib/services/audit/audit-dto.ts";
import { auditStateLabels } from "./audit-mark.tsx";
import { AuditResultView } from "./audit-result.tsx";
import { useTenantAudit } from "./use-audit.ts";

type AuditViewProps = { slug: string; command: Command<{ slug: string }>; canRun: boolean };

/** What OpenClaw's own security audit found inside this tenant's boundary. */
export function AuditView({ slug, command, canRun }: AuditViewProps) {
  const live = useTenantAudit(slug);
  return (
    <LiveContent live={live} errorTitle="The audit can't be shown." skeleton={<TableSkeleton rows={5} />}>
      {(audit) => {
        const isRunning = command.isPending || audit.status.state === "running";
        const run = canRun ? (
          <Button
            icon={<ShieldCheck aria-hidden="true" />}
            isPending={isRunning}
            onClick={() => command.run({ slug })}
          >
            {isRunning ? "Auditing" : audit.latest ? "Audit again" : "Run the audit"}
          </Button>
        ) : null;
        return (
          <div className="flex flex-col gap-4">
            <FormFailure error={command.error} />
            <AuditContent audit={audit} run={run} isRunning={isRunning} />
          </div>
        );
      }}
    </LiveContent>
  );
}

type AuditContentProps = { audit: TenantAuditDto; run: ReactNode; isRunning: boolean };

function AuditContent({ audit, run, isRunning }: AuditContentProps) {
  const shown = shownRun(audit);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-dim text-sm">
          <span className="font-semibold text-base text-ink">{auditStateLabels[audit.status.state]}</span>
          {shown?.finishedAt ? (
            <>
              {" "}
              · ran <TimeAgo at={shown.finishedAt} />
            </>
          ) : null}
          {shown?.requestedBy ? ` · asked for by ${shown.requestedBy}` : null}
        </p>
        {run}
      </div>
      {isRunning ? (
        <div role="status" className="flex flex-col gap-2">
          <ProgressBar label="Security audit" value={null} />
          <p className="text-dim text-sm">
            OpenClaw is auditing itself inside the boundary, as this tenant's user. This takes up to a minute.
          </p>
        </div>
      ) : null}
      {audit.status.reason && !isRunning ? (
        <Callout
          tone="caution"
          title={
            audit.status.state === "stale"
              ? "These findings may no longer hold"
              : "The last run didn't finish"
          }
        >
          {audit.status.reason} {audit.latest?.error?.nextStep}
        </Callout>
      ) : null}
      {shown?.result ? (
        <AuditResultView result={shown.result} />
      ) : isRunning ? null : (
        <div className="rounded-md border bg-panel">
          <EmptyState icon={<ShieldCheck aria-hidden="true" />} title="No findings to show yet">
            OpenClaw's own security audit runs inside the boundary. Its findings will be listed here by
            severity, each with what to do about it.
          </EmptyState>
        </div>
      )}
    </>
  );
}

function shownRun({ latest, lastDone }: TenantAuditDto): AuditRunDto | null {
  return latest?.result ? latest : lastDone;
}
