"use client";

import type { CheckTarget } from "#components/checklist/check-button.tsx";
import { situationOf } from "#components/gateways/situation.ts";
import type { GatewayCommands } from "#components/gateways/use-gateway-commands.ts";
import type { Command } from "#components/live/use-command.ts";
import { type PaletteAction, usePaletteActions } from "#components/palette/use-palette-actions.tsx";
import { canDo, operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

type TenantPalette = {
  tenant: TenantDto;
  canOperate: boolean;
  commands: GatewayCommands;
  check: Command<CheckTarget>;
  audit: Command<{ slug: string }>;
  report: Command<{ slug: string }>;
};

/** Offers what can be done with the tenant on screen in the command palette. */
export function useTenantPalette({
  tenant,
  canOperate,
  commands,
  check,
  audit,
  report,
}: TenantPalette): void {
  const input = { slug: tenant.slug };
  const situation = situationOf(tenant);
  const power = (["start", "stop", "restart"] as const)
    .filter((action) => canDo(action, situation))
    .map(
      (action): PaletteAction => ({
        id: `tenant.${action}`,
        label: `${operationKinds[action].words.title} ${tenant.name}`,
        keywords: [tenant.slug, "gateway"],
        onSelect: () => commands[action].run(input),
      }),
    );
  const operator: readonly PaletteAction[] = [
    ...power,
    {
      id: "tenant.check",
      label: `Check ${tenant.name} now`,
      keywords: [tenant.slug, "evidence", "checklist"],
      onSelect: () => check.run(input),
    },
    {
      id: "tenant.audit",
      label: `Audit ${tenant.name}`,
      keywords: [tenant.slug, "security"],
      onSelect: () => audit.run(input),
    },
  ];
  usePaletteActions([
    ...(canOperate && !tenant.archivedAt && !tenant.host.isReplaced ? operator : []),
    {
      id: "tenant.report",
      label: `Download ${tenant.name}'s checklist (PDF)`,
      keywords: [tenant.slug, "report"],
      onSelect: () => report.run(input),
    },
  ]);
}
