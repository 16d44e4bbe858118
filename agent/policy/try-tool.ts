import type { AgentContext } from "#agent/context/context.ts";
import { askWithToken } from "#agent/gateway/ask-with-token.ts";
import { findLiveGateway } from "#agent/gateway/live-gateway.ts";
import { readGatewayToken } from "#agent/secrets-store/secrets-file.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { toolToTry } from "#lib/domain/tool-policy/compare-tools.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { PolicyReading } from "#lib/host-agent/contract/policy.ts";

type Tried = Extract<PolicyReading, { status: "read" }>["tried"];

/** What a Gateway answers for a tool that its agent doesn't have. */
const notAvailable = 404;

/**
 * Asks the Gateway for a tool that the policy doesn't give, and for one that it
 * gives: a refusal counts only where the other is answered.
 */
export async function tryTool(
  context: AgentContext,
  tenant: TenantRecord,
  policy: ToolPolicy,
): Promise<Tried> {
  const tool = toolToTry(policy);
  const inode = findLiveGateway(context, tenant)?.inode ?? null;
  const token = await readGatewayToken(context, tenant);
  if (tool === null || inode === null || token === null) return null;
  const control = await askWithToken(tenant.basePort, inode, token);
  const asked = await askWithToken(tenant.basePort, inode, token, tool);
  const controlStatus = "status" in control ? control.status : 0;
  const status = "status" in asked ? asked.status : 0;
  return { tool, status, controlStatus, outcome: judge(status, controlStatus) };
}

function judge(status: number, controlStatus: number): NonNullable<Tried>["outcome"] {
  if (controlStatus !== 200) return "not-measured";
  if (status === notAvailable) return "refused";
  // The tool ran, or it was reached and disliked what it was given.
  return [200, 400, 500].includes(status) ? "answered" : "not-measured";
}
