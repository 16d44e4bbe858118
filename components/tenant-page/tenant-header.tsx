"use client";

import { FileDown } from "lucide-react";
import Link from "next/link";
import { CheckButton, type CheckTarget } from "#components/checklist/check-button.tsx";
import { DesiredNote } from "#components/gateways/desired-note.tsx";
import { GatewayButtons } from "#components/gateways/gateway-buttons.tsx";
import { PhaseMark } from "#components/gateways/phase-mark.tsx";
import type { GatewayCommands } from "#components/gateways/use-gateway-commands.ts";
import type { Command } from "#components/live/use-command.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { toRoute } from "#components/ui/href.ts";
import { Mono } from "#components/ui/mono.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { OverallMark } from "#components/verdict/overall-mark.tsx";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

type TenantHeaderProps = {
  tenant: TenantDto;
  canOperate: boolean;
  commands: GatewayCommands;
  check: Command<CheckTarget>;
  report: Command<{ slug: string }>;
};

export function TenantHeader({ tenant, canOperate, commands, check, report }: TenantHeaderProps) {
  const { gateway } = tenant;
  return (
    <PageHeader
      trail={[{ href: "/tenants", label: "Tenants" }]}
      title={tenant.name}
      mark={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <OverallMark overall={tenant.overall} />
          <span className="flex items-center gap-2">
            <PhaseMark phase={gateway.phase} />
            {tenant.unfinished || tenant.archivedAt ? null : (
              <DesiredNote phase={gateway.phase} desiredState={gateway.desiredState} />
            )}
          </span>
          {tenant.archivedAt ? <Badge tone="dashed">Archived</Badge> : null}
        </div>
      }
      meta={
        <span className="flex min-w-0 flex-wrap gap-x-3 [overflow-wrap:anywhere]">
          <Mono>{tenant.slug}</Mono>
          <Link href={toRoute(`/clients/${tenant.client.id}`)} className="hover:text-ink hover:underline">
            {tenant.client.name}
          </Link>
          <Link href={toRoute(`/host#${tenant.host.id}`)} className="hover:text-ink hover:underline">
            on {tenant.host.name}
          </Link>
          <span>
            rung <Mono>{tenant.rung}</Mono>
          </span>
        </span>
      }
      actions={
        <>
          <Button
            icon={<FileDown aria-hidden="true" />}
            isPending={report.isPending}
            onClick={() => report.run({ slug: tenant.slug })}
          >
            Download checklist (PDF)
          </Button>
          {canOperate && !tenant.archivedAt && !tenant.host.isReplaced ? (
            <>
              <CheckButton command={check} target={{ slug: tenant.slug }} latest={tenant.latestCheck} />
              <GatewayButtons tenant={tenant} commands={commands} />
            </>
          ) : null}
        </>
      }
    />
  );
}
