import type { Tx } from "#lib/db/db.ts";
import type { AuditRun } from "#lib/db/generated/client.ts";

type Run = Omit<AuditRun, "result">;
export type AuditPair = { readonly latest: Run | null; readonly lastDone: Run | null };

/** The newest audit of each tenant and the newest that finished, without their findings. */
export async function auditsOf(
  tx: Tx,
  tenantIds: readonly string[],
): Promise<(tenantId: string) => AuditPair> {
  const newest = {
    distinct: ["tenantId" as const],
    orderBy: [{ tenantId: "asc" as const }, { seq: "desc" as const }],
    omit: { result: true as const },
  };
  const where = { tenantId: { in: [...tenantIds] } };
  const [latest, done] = await Promise.all([
    tx.auditRun.findMany({ where, ...newest }),
    tx.auditRun.findMany({ where: { ...where, status: "done" }, ...newest }),
  ]);
  const latestById = new Map(latest.map((run) => [run.tenantId, run]));
  const doneById = new Map(done.map((run) => [run.tenantId, run]));
  return (tenantId) => ({
    latest: latestById.get(tenantId) ?? null,
    lastDone: doneById.get(tenantId) ?? null,
  });
}
