"use client";

import { type Command, useCommand } from "#components/live/use-command.ts";
import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import { requestAudit } from "#lib/actions/audit.ts";
import type { TenantAuditDto } from "#lib/services/audit/audit-dto.ts";

export function useAuditCommand(): Command<{ slug: string }> {
  return useCommand(requestAudit);
}

export function useTenantAudit(slug: string): Live<TenantAuditDto> {
  return useLiveQuery<TenantAuditDto>({
    queryKey: ["tenant", slug, "audit"],
    path: `/api/tenants/${slug}/audit`,
    isMoving: ({ status }) => status.state === "running",
  });
}
