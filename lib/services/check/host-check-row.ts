import type { HostCheck } from "#lib/db/generated/client.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import { toJobError } from "#lib/services/columns/job-error.ts";
import type { HostCheckDto } from "./check-dto.ts";

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
