import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { lockTenant } from "#lib/services/operation/lock-tenant.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import type { AuditRunDto } from "./audit-dto.ts";
import { toAuditRunDto } from "./audit-row.ts";
import { enqueueAudit } from "./enqueue-audit.ts";

export const auditInput = z.object({ slug: z.string().max(64) });
export type AuditInput = z.input<typeof auditInput>;

/** Runs OpenClaw's own audit inside a tenant's boundary; answers with the run that waits or goes on, if one does. */
export async function requestAudit(actor: Actor, input: AuditInput): Promise<AuditRunDto> {
  authorize(actor, "audit.run");
  const { slug } = parseInput(auditInput, input);
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    if (tenant.gateway.desiredState === "absent") {
      throw new ServiceError("CONFLICT", `${tenant.name} is removed from its host.`, {
        nextStep: "Provision it again to audit it.",
      });
    }
    return toAuditRunDto(tx, await enqueueAudit(tx, actor, tenant));
  });
}
