import { z } from "zod";
import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { type Page, pageFields, pageWindow } from "#lib/services/page.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { OperationDto } from "./operation-dto.ts";
import { operationInclude, toOperationDtos, unfinishedStatuses } from "./operation-row.ts";

export const listOperationsInput = z.object({
  /** Slug of one tenant. */
  tenant: z.string().max(64).optional(),
  status: z.enum(["all", "unfinished", "done", "failed", "cancelled"]).default("all"),
  ...pageFields,
});
export type ListOperationsInput = z.input<typeof listOperationsInput>;

/** Operations, newest first. */
export async function listOperations(actor: Actor, input: ListOperationsInput): Promise<Page<OperationDto>> {
  authorize(actor, "tenant.read");
  const filter = parseInput(listOperationsInput, input);
  const where: Prisma.OperationWhereInput = {
    ...(filter.tenant !== undefined && { tenant: { slug: filter.tenant } }),
    ...(filter.status === "unfinished" && { status: { in: [...unfinishedStatuses] } }),
    ...(filter.status !== "all" && filter.status !== "unfinished" && { status: filter.status }),
  };
  const [rows, total] = await Promise.all([
    db.operation.findMany({
      where,
      include: operationInclude,
      orderBy: { seq: "desc" },
      ...pageWindow(filter),
    }),
    db.operation.count({ where }),
  ]);
  return {
    rows: await toOperationDtos(db, rows),
    total,
    page: filter.page,
    pageSize: filter.pageSize,
  };
}
