import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { tenantMask } from "./known-secrets.ts";
import { type LogSource, logLocation } from "./log-location.ts";
import { openLog } from "./open-log.ts";
import { type LastLines, readLastLines } from "./read-last-lines.ts";

/**
 * The last lines of a tenant's log, secrets masked. No lines when there is no log yet.
 *
 * @throws AgentFailure PATH_FOREIGN when something else than a log stands in its place
 */
export async function tailLog(
  context: AgentContext,
  tenant: TenantRecord,
  request: { readonly source: LogSource; readonly lines: number },
): Promise<LastLines> {
  const file = await openLog(logLocation(context, tenant, request.source));
  if (file === null) return { lines: [], isTruncated: false };
  try {
    const mask = await tenantMask(context, tenant);
    const last = await readLastLines(file, request.lines);
    return { lines: last.lines.map(mask), isTruncated: last.isTruncated };
  } finally {
    await file.close();
  }
}
