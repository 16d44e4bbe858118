import type { AuditRun } from "#lib/db/generated/client.ts";
import { auditLifetimeMs, staleReason } from "#lib/domain/checklist/freshness.ts";
import { toJobError } from "#lib/services/check/host-check-row.ts";
import type { AuditStatusDto } from "./audit-dto.ts";

type Current = { readonly observedHash: string | null; readonly observedVersion: string | null };
type Run = Omit<AuditRun, "result">;

const never: AuditStatusDto = {
  state: "none",
  reason: "OpenClaw's audit has not run here yet.",
  critical: null,
  warn: null,
  info: null,
  at: null,
};

/**
 * Where a tenant's audit stands now. The counts are those of the last run that
 * finished, so that a new one that runs or fails doesn't hide them.
 */
export function auditStatus(
  latest: Run | null,
  lastDone: Run | null,
  gateway: Current,
  now: Date,
): AuditStatusDto {
  if (latest === null) return never;
  const counts = {
    critical: lastDone?.critical ?? null,
    warn: lastDone?.warn ?? null,
    info: lastDone?.info ?? null,
    at: lastDone?.finishedAt?.toISOString() ?? null,
  };
  if (latest.status === "queued" || latest.status === "running") {
    return { state: "running", reason: null, ...counts };
  }
  if (latest.status === "failed") {
    return { state: "failed", reason: toJobError(latest.error)?.message ?? null, ...counts };
  }
  const reason = staleness(latest, gateway, now);
  if (reason !== null) return { state: "stale", reason, ...counts };
  if ((latest.critical ?? 0) > 0) return { state: "critical", reason: null, ...counts };
  return { state: (latest.warn ?? 0) > 0 ? "warn" : "clean", reason: null, ...counts };
}

function staleness(run: Run, gateway: Current, now: Date): string | null {
  const then = { configHash: run.configHash, version: run.version, neighbourhood: null };
  const currently = {
    configHash: gateway.observedHash,
    version: gateway.observedVersion ?? run.version,
    neighbourhood: null,
  };
  return staleReason(run.finishedAt ?? run.createdAt, then, currently, now, auditLifetimeMs);
}
