import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import type { OperationDto } from "./operation-dto.ts";
import { operationInclude, toOperationDto } from "./operation-row.ts";

export const operationInput = z.object({ id: z.string() });
export type OperationInput = z.input<typeof operationInput>;

/** One operation with its steps so far. */
export async function getOperation(actor: Actor, input: OperationInput): Promise<OperationDto> {
  authorize(actor, "tenant.read");
  const { id } = parseInput(operationInput, input);
  const row = z.uuid().safeParse(id).success
    ? await db.operation.findUnique({ where: { id }, include: operationInclude })
    : null;
  if (row === null) throw notFound("operation");
  return toOperationDto(db, row);
}
