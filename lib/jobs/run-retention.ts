import type { Logger } from "#lib/log/logger.ts";
import { dropOldAudits } from "#lib/services/audit/drop-old-audits.ts";
import { dropOldChecks } from "#lib/services/check/drop-old-checks.ts";
import { dropOldOperations } from "#lib/services/operation/drop-old-operations.ts";
import { dropOldRuns } from "#lib/services/probe/drop-old-runs.ts";

/**
 * Takes away the history that nobody needs any more, a few rows at a time. How
 * much stays of each kind is said where it is dropped. Activity is never
 * dropped. Safe to run again, and in several processes at once.
 */
export async function runRetention(log: Logger, signal: AbortSignal): Promise<void> {
  const dropped = {
    checks: await dropOldChecks(signal),
    audits: await dropOldAudits(signal),
    operations: await dropOldOperations(signal),
    runs: await dropOldRuns(signal),
  };
  if (Object.values(dropped).some((count) => count > 0)) log.info(dropped, "retention");
}
