import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { TenantAuditDto } from "./audit-dto.ts";
import { toAuditRunDto } from "./audit-row.ts";
import { auditStatus } from "./audit-status.ts";
import { type AuditInput, auditInput } from "./request-audit.ts";

/** The latest audit of a tenant with its findings. */
export async function getTenantAudit(actor: Actor, input: AuditInput): Promise<TenantAuditDto> {
  authorize(actor, "tenant.read");
  const { slug } = parseInput(auditInput, input);
  const tenant = await db.tenant.findUnique({ where: { slug }, include: { gateway: true, host: true } });
  if (tenant?.gateway == null) throw notFound("tenant");
  const newest = { orderBy: { seq: "desc" } } as const;
  const [latest, lastDone] = await Promise.all([
    db.auditRun.findFirst({ where: { tenantId: tenant.id }, ...newest }),
    db.auditRun.findFirst({ where: { tenantId: tenant.id, status: "done" }, ...newest }),
  ]);
  return {
    status: auditStatus(latest, lastDone, tenant.gateway, tenant.host, new Date()),
    latest: latest === null ? null : await toAuditRunDto(db, latest),
    lastDone: lastDone === null || lastDone.id === latest?.id ? null : await toAuditRunDto(db, lastDone),
  };
}
