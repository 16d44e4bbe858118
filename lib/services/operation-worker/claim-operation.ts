import { db } from "#lib/db/db.ts";

export type ClaimedOperation = NonNullable<Awaited<ReturnType<typeof claimOperation>>>;

/** Takes the operation on, unless it has ended; a second claim is a worker that carries on where another died. */
export async function claimOperation(operationId: string) {
  await db.operation.updateMany({
    where: { id: operationId, status: "queued" },
    data: { status: "running", startedAt: new Date() },
  });
  const operation = await db.operation.findFirst({
    where: { id: operationId, status: "running" },
    include: { tenant: { include: { host: true, gateway: true, portBlock: true } } },
  });
  if (operation?.tenant.gateway == null) return null;
  return { ...operation, tenant: { ...operation.tenant, gateway: operation.tenant.gateway } };
}
