import type { Tx } from "#lib/db/db.ts";
import type { AuditRun } from "#lib/db/generated/client.ts";
import { auditResultSchema } from "#lib/host-agent/contract/audit.ts";
import { toJobError } from "#lib/services/columns/job-error.ts";
import type { AuditRunDto } from "./audit-dto.ts";

export async function toAuditRunDto(tx: Tx, row: AuditRun): Promise<AuditRunDto> {
  const user =
    row.requestedById === null
      ? null
      : await tx.user.findUnique({ where: { id: row.requestedById }, select: { name: true } });
  const result = auditResultSchema.safeParse(row.result);
  return {
    id: row.id,
    status: row.status,
    result: result.success ? result.data : null,
    error: toJobError(row.error),
    requestedBy: user?.name ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
