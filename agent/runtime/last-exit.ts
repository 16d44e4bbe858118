import { tailLog } from "#agent/logs/tail-log.ts";
import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { GatewayExit } from "#lib/host-agent/contract/observation.ts";
import { type ExitReason, exitReason, type ProcessExit } from "./exit-reason.ts";
import { startMark } from "./output-log.ts";
import type { Supervision } from "./supervision.ts";

const shownLines = 40;

export const unseenExit: ProcessExit = { exitCode: null, signal: null };

/** How the process ended, as far as this agent could see it. Only for a process that is gone. */
export async function exitOf(
  { driver, states }: Supervision,
  record: TenantRecord,
  identity: GatewayHandle,
): Promise<ProcessExit> {
  const { child } = states.of(record.slug);
  return child && driver.isSame(child.handle, identity) ? child.exited : unseenExit;
}

/** The last lines that the tenant's latest Gateway printed, secrets masked. Never fails: a reason without lines is better than none. */
export async function lastLines(supervision: Supervision, record: TenantRecord): Promise<string[]> {
  const { context } = supervision;
  try {
    const request = { source: "output", lines: shownLines, after: startMark } as const;
    return (await tailLog(context, record, request)).lines.slice(-shownLines);
  } catch (error) {
    context.log.warn({ slug: record.slug, err: error }, "the Gateway's last lines can't be read");
    return [];
  }
}

/** Writes down that the tenant's process is gone and why. */
export async function recordExit(
  supervision: Supervision,
  record: TenantRecord,
  exit: ProcessExit,
  reason: string,
  lines: string[],
): Promise<GatewayExit> {
  const lastExit = { ...exit, reason, lastLines: lines, at: supervision.context.now().toISOString() };
  await supervision.registry.update(record.slug, (current) => ({ ...current, process: null, lastExit }));
  supervision.states.of(record.slug).child = null;
  return lastExit;
}

/**
 * Writes down how the recorded process ended, as far as anybody saw it. No-op
 * when none is recorded. Only for a process that is gone.
 *
 * @returns what its end means; null when none was recorded
 */
export async function recordEnd(supervision: Supervision, record: TenantRecord): Promise<ExitReason | null> {
  const { process: identity } = record;
  if (identity === null) return null;
  const exit = await exitOf(supervision, record, identity);
  const lines = await lastLines(supervision, record);
  const meaning = exitReason(exit, lines);
  const { isOfThisBoot } = supervision.driver.describe(identity);
  const reason = isOfThisBoot ? meaning.reason : "The host was restarted.";
  await recordExit(supervision, record, exit, reason, lines);
  return { ...meaning, reason };
}
