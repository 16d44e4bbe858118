"use client";

import { ActivityFeed } from "#components/activity/activity-feed.tsx";
import { AuditView } from "#components/audit/audit-view.tsx";
import { useAuditCommand } from "#components/audit/use-audit.ts";
import { CheckFailure, useCheckCommand } from "#components/checklist/check-button.tsx";
import { CredentialsTab } from "#components/credentials/credentials-tab.tsx";
import { DriftBanner } from "#components/drift/drift-banner.tsx";
import { DriftTab } from "#components/drift/drift-tab.tsx";
import { hasDrift } from "#components/drift/has-drift.ts";
import { GatewayRefusals } from "#components/gateways/gateway-buttons.tsx";
import { GatewayFacts } from "#components/gateways/gateway-facts.tsx";
import { LastExit } from "#components/gateways/last-exit.tsx";
import { PortHolder } from "#components/gateways/port-holder.tsx";
import { useGatewayCommands } from "#components/gateways/use-gateway-commands.ts";
import { LiveStaleNotice } from "#components/live/live-notices.tsx";
import { LogView } from "#components/logs/log-view.tsx";
import { OperationHistory } from "#components/operations/operation-history.tsx";
import { OperationPanel } from "#components/operations/operation-panel.tsx";
import { RisksTab } from "#components/risks/risks-tab.tsx";
import { ToolsTab } from "#components/tools/tools-tab.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { type Tab, Tabs } from "#components/ui/tabs.tsx";
import { useUrlFilter } from "#components/ui/use-url-filter.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { BoundaryTab } from "./boundary-tab.tsx";
import { ChecklistTab } from "./checklist-tab.tsx";
import { LeftBehind } from "./left-behind.tsx";
import { SetupGuide } from "./setup-guide.tsx";
import { TenantHeader } from "./tenant-header.tsx";
import { formatTenantPlace, readTenantPlace, type TenantTab } from "./tenant-tabs.ts";
import { UnknownChange } from "./unknown-change.tsx";
import { useDownloadReport } from "./use-download-report.ts";
import { useTenant } from "./use-tenant.ts";
import { useTenantPalette } from "./use-tenant-palette.ts";

type TenantViewProps = { initial: TenantDto; canOperate: boolean };

/** Everything of one tenant, live. */
export function TenantView({ initial, canOperate }: TenantViewProps) {
  const live = useTenant(initial);
  const tenant = live.data;
  const [place, go] = useUrlFilter(readTenantPlace, formatTenantPlace);
  const commands = useGatewayCommands();
  const check = useCheckCommand();
  const audit = useAuditCommand();
  const report = useDownloadReport();
  useTenantPalette({ tenant, canOperate, commands, check, audit, report });
  const shown = shownOperation(tenant);
  const isOpen = canOperate || !operatorTabs.includes(place.tab);
  const tab: TenantTab = isOpen ? place.tab : "checklist";
  return (
    <>
      <TenantHeader
        tenant={tenant}
        canOperate={canOperate}
        commands={commands}
        check={check}
        report={report}
      />
      <div className="mb-6 flex flex-col gap-4 empty:hidden">
        <LiveStaleNotice live={live} />
        {tenant.host.isReplaced && !tenant.archivedAt ? (
          <LeftBehind tenant={tenant} canOperate={canOperate} />
        ) : null}
        {tenant.gateway.isStale && !tenant.host.isReplaced && !tenant.archivedAt ? (
          <StaleNotice since={tenant.gateway.observedAt}>
            {tenant.host.name} isn't heard of, so what this Gateway is doing is unknown.
          </StaleNotice>
        ) : null}
        <UnknownChange change={tenant.hostChange} />
        <GatewayFacts tenant={tenant} />
        <GatewayRefusals commands={commands} />
        {canOperate ? (
          <DriftBanner tenant={tenant} onOpen={() => go({ tab: "configuration", item: null })} />
        ) : null}
        <CheckFailure command={check} latest={tenant.latestCheck} />
        <PortHolder gateway={tenant.gateway} />
        {shown ? <OperationPanel operation={shown} canOperate={canOperate} /> : null}
        <LastExit gateway={tenant.gateway} />
        {canOperate && (tab === "checklist" || tab === "credentials") ? (
          <SetupGuide
            tenant={tenant}
            onCredentials={() => go({ tab: "credentials", item: null })}
            onStart={() => commands.start.run({ slug: tenant.slug })}
            onCheck={() => check.run({ slug: tenant.slug })}
          />
        ) : null}
      </div>
      <Tabs
        label="Parts of the tenant"
        value={tab}
        onValueChange={(next) => go({ tab: next, item: null })}
        tabs={[
          {
            value: "checklist",
            label: "Checklist",
            aside: `${tenant.counts.proven}/${tenant.items.length}`,
            content: (
              <ChecklistTab
                tenant={tenant}
                item={place.item}
                onItem={(item) => go({ item })}
                canOperate={canOperate}
              />
            ),
          },
          {
            value: "risks",
            label: "Risks",
            aside: tenant.risks.open > 0 ? String(tenant.risks.open) : null,
            content: <RisksTab tenant={tenant} canOperate={canOperate} />,
          },
          {
            value: "audit",
            label: "Audit",
            content: <AuditView slug={tenant.slug} command={audit} canRun={canOperate} />,
          },
          { value: "tools", label: "Tools", content: <ToolsTab tenant={tenant} canOperate={canOperate} /> },
          ...(canOperate ? [configurationTab(tenant)] : []),
          {
            value: "credentials",
            label: "Channels & models",
            content: <CredentialsTab tenant={tenant} canOperate={canOperate} />,
          },
          ...(canOperate ? [logsTab(tenant.slug)] : []),
          { value: "operations", label: "Operations", content: <OperationHistory slug={tenant.slug} /> },
          {
            value: "activity",
            label: "Activity",
            content: <ActivityFeed filter={{ tenantId: tenant.id }} />,
          },
          {
            value: "boundary",
            label: "Boundary",
            content: <BoundaryTab tenant={tenant} canOperate={canOperate} />,
          },
        ]}
      />
    </>
  );
}

const operatorTabs: readonly TenantTab[] = ["configuration", "logs"];

function configurationTab(tenant: TenantDto): Tab<TenantTab> {
  return {
    value: "configuration",
    label: "Configuration",
    aside: hasDrift(tenant) ? "edited" : null,
    content: <DriftTab tenant={tenant} />,
  };
}

function logsTab(slug: string): Tab<TenantTab> {
  return { value: "logs", label: "Logs", content: <LogView slug={slug} /> };
}

/** What is under way, or else the last thing if it failed. */
function shownOperation(tenant: TenantDto): OperationDto | null {
  const latest = tenant.operations[0] ?? null;
  return tenant.unfinished ?? (latest?.status === "failed" ? latest : null);
}
