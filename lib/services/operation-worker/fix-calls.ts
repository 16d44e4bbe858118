import { db, type Tx } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import { recordGatewayToken } from "#lib/services/credential/record-gateway-token.ts";
import { tokenOnHost } from "#lib/services/credential/token-change.ts";
import type { OperationOptions } from "#lib/services/operation/operation-columns.ts";
import { secretsChanged } from "#lib/services/operation/secrets-changed.ts";
import { type AgentCall, namedOrderOf, powerCall } from "./agent-call.ts";
import type { ClaimedOperation } from "./claim-operation.ts";
import { configureCall } from "./configure-call.ts";

/** What the agent puts right; secrets that were moved also need a configuration that refers to them. */
export function fixCalls(operation: ClaimedOperation, { fix, subjects }: OperationOptions): AgentCall[] {
  if (fix === undefined || subjects === undefined) {
    throw new Error("An operation that puts a mistake right doesn't say which.");
  }
  const { tenant } = operation;
  const request = { ...namedOrderOf(operation), fix, subjects };
  const restart = powerCall(operation, "restart", "restart/");
  const put: AgentCall = {
    stepPrefix: "",
    run: async (agent, onStep, signal) => {
      const fixed = await agent.steps("mistake.fix", request, onStep, { signal }).catch(async (error) => {
        if (fix === "rotate-gateway-token") await keepRotatedToken(agent, operation, subjects);
        throw error;
      });
      await keepFixed(operation, async (tx) => {
        if (fixed.gatewayToken !== null) await recordGatewayToken(tx, tenant.id, fixed.gatewayToken);
        for (const { name, ...trace } of fixed.moved) {
          // Credentials that nobody entered in the dashboard have no row to keep up.
          await tx.credential.updateMany({ where: { tenantId: tenant.id, pointer: name }, data: trace });
        }
      });
      return fixed.needsRestart ? restart.run(agent, onStep, signal) : fixed.observation;
    },
  };
  return fix === "move-secrets" ? [put, configureCall(operation, "configure/")] : [put];
}

/** A rotation can fail after the host has the new token: whoever looks must find that one known. */
async function keepRotatedToken(
  agent: AgentClient,
  operation: ClaimedOperation,
  subjects: readonly string[],
): Promise<void> {
  // While the host can't be asked, the operation is tried again and says it itself.
  const { id, slug } = operation.tenant;
  const now = await tokenOnHost(agent, slugSchema.parse(slug)).catch(() => null);
  if (now === null || subjects.includes(now)) return;
  await keepFixed(operation, (tx) => recordGatewayToken(tx, id, now));
}

/** The Gateway's restart may follow, and takes a while. */
async function keepFixed({ tenant }: ClaimedOperation, keep: (tx: Tx) => Promise<void>): Promise<void> {
  await db.$transaction(async (tx) => {
    await secretsChanged(tx, tenant.hostId);
    await keep(tx);
  });
}
