import { z } from "zod";
import type { SelfTest } from "#lib/db/generated/client.ts";
import { leakResultSchema } from "#lib/host-agent/contract/self-test.ts";
import { toJobError } from "#lib/services/columns/job-error.ts";
import type { SelfTestDto } from "./self-test-dto.ts";

const leaksColumn = z.array(leakResultSchema).catch([]);

export function toSelfTestDto(row: SelfTest): SelfTestDto {
  const leaks = leaksColumn.parse(row.leaks);
  return {
    id: row.id,
    hostId: row.hostId,
    status: row.status,
    withGateways: row.withGateways,
    isCancelling: row.status === "running" && row.cancelRequestedAt !== null,
    progress: { done: row.progressDone, total: row.progressTotal },
    leaks,
    caught: leaks.filter(({ isCaught }) => isCaught).length,
    error: toJobError(row.error),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
