import type { AuditRun } from "#lib/db/generated/client.ts";
import { staleReason } from "#lib/domain/checklist/freshness.ts";
import { toJobError } from "#lib/services/columns/job-error.ts";
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
  isCounted: false,
};

/**
 * Where a tenant's audit stands now. The counts are those of the last run that
 * finished, so that a new one that runs or fails doesn't hide them.
 */
export function auditStatus(
  latest: Run | null,
  lastDone: Run | null,
  gateway: Current,
  host: { readonly lastSeenAt: Date | null },
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
    const isCounted = lastDone !== null && staleness(lastDone, gateway, host, now) === null;
    return { state: "running", reason: null, ...counts, isCounted };
  }
  if (latest.status === "failed") {
    return {
      state: "failed",
      reason: toJobError(latest.error)?.message ?? null,
      ...counts,
      isCounted: false,
    };
  }
  const reason = staleness(latest, gateway, host, now);
  if (reason !== null) return { state: "stale", reason, ...counts, isCounted: false };
  const current = { reason: null, ...counts, isCounted: true };
  if ((latest.critical ?? 0) > 0) return { state: "critical", ...current };
  return { state: (latest.warn ?? 0) > 0 ? "warn" : "clean", ...current };
}

function staleness(
  run: Run,
  gateway: Current,
  { lastSeenAt: heardAt }: { readonly lastSeenAt: Date | null },
  now: Date,
): string | null {
  const then = {
    configHash: run.configHash,
    version: run.version,
    neighbourhood: null,
    at: run.finishedAt ?? run.createdAt,
  };
  const currently = {
    heardAt,
    configHash: gateway.observedHash,
    version: gateway.observedVersion ?? run.version,
    neighbourhood: null,
  };
  return staleReason(then, currently, now, "audit");
}
