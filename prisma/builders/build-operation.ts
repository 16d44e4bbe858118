import { db } from "#lib/db/db.ts";
import type { Operation, Prisma } from "#lib/db/generated/client.ts";

/** A finished start of the tenant's Gateway. */
export async function buildOperation(
  tenantId: string,
  overrides: Partial<Prisma.OperationUncheckedCreateInput> = {},
): Promise<Operation> {
  const at = new Date();
  return db.operation.create({
    data: {
      tenantId,
      kind: "start",
      status: "done",
      generation: 1,
      startedAt: at,
      finishedAt: at,
      ...overrides,
    },
  });
}
