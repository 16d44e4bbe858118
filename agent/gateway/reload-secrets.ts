import type { AgentContext } from "#agent/context/context.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import { isGatewayRunning } from "#agent/hardening/observe-hardening.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Reload } from "#lib/host-agent/contract/secrets.ts";

const scopes = ["operator.admin"];

/** Has a running Gateway read its secrets again, without a restart. */
export async function reloadSecrets(
  context: AgentContext,
  tenant: TenantRecord,
  token?: string,
): Promise<Reload> {
  if (!isGatewayRunning(context, tenant)) return { state: "stopped" };
  const options = { scopes, timeoutMs: 20_000, doorMs: 20_000, ...(token !== undefined && { token }) };
  try {
    await withGateway(context, tenant, options, ({ call }) => call("secrets.reload", {}));
    return { state: "reloaded" };
  } catch (error) {
    if (!(error instanceof AgentFailure)) throw error;
    return { state: "failed", reason: error.detail.message };
  }
}
