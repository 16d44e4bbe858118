import type { AgentContext } from "#agent/context/context.ts";
import { isGatewayRunning } from "#agent/hardening/observe-hardening.ts";
import { pollUntil } from "#agent/system/poll-until.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { anySignal } from "#lib/abort/any-signal.ts";
import { type AppliedConfig, readAppliedConfig } from "./applied-config.ts";

/** A Gateway that restarts itself is back after 8 to 15 s; hosts are busier than that. */
const limitMs = 60_000;
const pollMs = 1000;

/**
 * Waits until the running Gateway says that it uses what stands on disk.
 *
 * @returns null when it has not in time, or has ended
 */
export async function waitUntilApplied(
  context: AgentContext,
  tenant: TenantRecord,
  signal: AbortSignal,
): Promise<AppliedConfig | null> {
  const timeout = AbortSignal.timeout(limitMs);
  const look = async (): Promise<AppliedConfig | "ended" | null> => {
    if (!isGatewayRunning(context, tenant)) return "ended";
    const seen = await readAppliedConfig(context, tenant);
    return seen?.isCurrent ? seen : null;
  };
  try {
    const seen = await pollUntil(look, { pollMs, signal: anySignal([signal, timeout]) });
    return seen === "ended" ? null : seen;
  } catch (error) {
    if (timeout.aborted && !signal.aborted) return null;
    throw error;
  }
}
