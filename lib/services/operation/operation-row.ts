import type { Tx } from "#lib/db/db.ts";
import type { Operation } from "#lib/db/generated/client.ts";
import { operationErrorOf, reachHostStepId, stepsOf } from "./operation-columns.ts";
import type { OperationDto, OperationSummaryDto } from "./operation-dto.ts";

export const unfinishedStatuses = ["queued", "running"] as const;

export const operationInclude = { tenant: { select: { id: true, slug: true, name: true } } } as const;
export type OperationRow = Operation & {
  readonly tenant: { readonly id: string; readonly slug: string; readonly name: string };
};

export function isUnfinished(operation: { readonly status: Operation["status"] }): boolean {
  return operation.status === "queued" || operation.status === "running";
}

export function toOperationSummary(row: Operation): OperationSummaryDto {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** Rows as screens read them; looks up who asked for them and which is each tenant's latest. */
export async function toOperationDtos(tx: Tx, rows: readonly OperationRow[]): Promise<OperationDto[]> {
  const userIds = rows.flatMap(({ requestedById }) => requestedById ?? []);
  const users = await tx.user.findMany({
    where: { id: { in: [...new Set(userIds)] } },
    select: { id: true, name: true },
  });
  const latest = await tx.operation.findMany({
    where: { tenantId: { in: [...new Set(rows.map(({ tenantId }) => tenantId))] } },
    distinct: ["tenantId"],
    orderBy: [{ tenantId: "asc" }, { seq: "desc" }],
    select: { id: true },
  });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  const latestIds = new Set(latest.map(({ id }) => id));
  return rows.map((row) => toDto(row, names.get(row.requestedById ?? "") ?? null, latestIds.has(row.id)));
}

export async function toOperationDto(tx: Tx, row: OperationRow): Promise<OperationDto> {
  const [dto] = await toOperationDtos(tx, [row]);
  if (dto === undefined) throw new Error("One row gives one operation.");
  return dto;
}

function toDto(row: OperationRow, requestedBy: string | null, isLatest: boolean): OperationDto {
  const steps = stepsOf(row.steps);
  const waiting = steps.find(({ id, status }) => id === reachHostStepId && status === "running");
  return {
    ...toOperationSummary(row),
    tenant: row.tenant,
    steps,
    error: operationErrorOf(row.error),
    notice: isUnfinished(row) ? (waiting?.detail ?? null) : null,
    requestedBy,
    startedAt: row.startedAt?.toISOString() ?? null,
    canRetry: isLatest && (row.status === "failed" || row.status === "cancelled"),
    canCancel: row.status === "queued",
  };
}
