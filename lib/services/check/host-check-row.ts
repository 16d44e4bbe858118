import { z } from "zod";
import type { HostCheck } from "#lib/db/generated/client.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import type { HostCheckDto } from "./check-dto.ts";

const errorSchema = z.object({ message: z.string(), nextStep: z.string() });

export function toHostCheckDto(row: HostCheck): HostCheckDto {
  return {
    id: row.id,
    hostId: row.hostId,
    status: row.status,
    error: toJobError(row.error),
    accounts: hostEvidenceSchema.shape.accounts.catch([]).parse(row.accounts),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** The error column of a check or an audit. */
export function toJobError(column: unknown): { message: string; nextStep: string } | null {
  const parsed = errorSchema.safeParse(column);
  return parsed.success ? parsed.data : null;
}
