import { randomUUID } from "node:crypto";
import type { Tx } from "#lib/db/db.ts";
import type { AuditRun } from "#lib/db/generated/client.ts";
import { enqueue } from "#lib/queue/job-queue.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import type { Actor } from "#lib/services/actor.ts";

type AuditedTenant = { readonly id: string; readonly clientId: string; readonly slug: string };

/** Has a tenant audited; answers with the run that waits or goes on, if one does. The caller has authorized it. */
export async function enqueueAudit(tx: Tx, actor: Actor, tenant: AuditedTenant): Promise<AuditRun> {
  const unfinished = await tx.auditRun.findFirst({
    where: { tenantId: tenant.id, status: { in: ["queued", "running"] } },
  });
  if (unfinished !== null) return unfinished;
  const run = await tx.auditRun.create({
    data: {
      id: randomUUID(),
      tenantId: tenant.id,
      requestedById: actor.kind === "user" ? actor.userId : null,
    },
  });
  await recordActivity(tx, actor, {
    action: "audit.run",
    tenantId: tenant.id,
    clientId: tenant.clientId,
    details: { slug: tenant.slug, auditId: run.id },
  });
  await enqueue(tx, "audit", { auditId: run.id }, run.id);
  return run;
}
