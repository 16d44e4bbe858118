import type { CheckStatus } from "#lib/db/generated/enums.ts";
import type { AuditResult } from "#lib/host-agent/contract/audit.ts";

/**
 * `none` never ran · `clean` no critical and no warning · `warn` · `critical` ·
 * `stale` older than seven days, or the configuration or version changed since ·
 * `failed` the last run did not finish · `running` one is queued or running.
 */
export const auditStates = ["none", "running", "failed", "stale", "critical", "warn", "clean"] as const;
export type AuditState = (typeof auditStates)[number];

export type AuditStatusDto = {
  readonly state: AuditState;
  /** Why it is stale or failed, in words. */
  readonly reason: string | null;
  readonly critical: number | null;
  readonly warn: number | null;
  readonly info: number | null;
  /** When the run that these numbers come from finished. */
  readonly at: string | null;
  /** True while that run counts: also while another one runs, and not when a later one didn't finish. */
  readonly isCounted: boolean;
};

export type AuditRunDto = {
  readonly id: string;
  readonly status: CheckStatus;
  readonly result: AuditResult | null;
  readonly error: { readonly message: string; readonly nextStep: string } | null;
  readonly requestedBy: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

/** What the audit tab of a tenant shows. */
export type TenantAuditDto = {
  readonly status: AuditStatusDto;
  /** The newest run, whatever became of it. */
  readonly latest: AuditRunDto | null;
  /** The newest run that finished, when it is not the latest. */
  readonly lastDone: AuditRunDto | null;
};
