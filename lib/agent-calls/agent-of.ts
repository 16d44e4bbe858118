import { db } from "#lib/db/db.ts";
import { describeReplaced } from "#lib/domain/host/describe-replaced.ts";
import { hostConnectionSchema } from "#lib/domain/host/host-connection.ts";
import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import { openAgent } from "./open-agent.ts";

/**
 * The agent of a host, and of no other: whatever answers at the end of the way
 * refuses calls that were meant for another installation.
 *
 * @throws AgentUnreachable while no way to it is known, AgentCallError OTHER_INSTALLATION when it was replaced
 */
export async function agentOf(hostId: string): Promise<AgentClient> {
  const host = await db.host.findUnique({
    where: { id: hostId },
    select: { name: true, installationId: true, connection: true, replacedById: true },
  });
  if (host === null) throw new AgentUnreachable("There is no such host.");
  if (host.replacedById !== null) throw replaced(host.name);
  if (host.connection === null)
    throw new AgentUnreachable(`The agent of ${host.name} hasn't been heard yet.`);
  return openAgent(hostConnectionSchema.parse(host.connection), host.installationId);
}

/** True when another agent sits where the one that was meant sat. Nothing was done. */
export function isOtherAgent(error: unknown): error is AgentCallError {
  return error instanceof AgentCallError && error.detail.code === "OTHER_INSTALLATION";
}

function replaced(name: string): AgentCallError {
  return new AgentCallError({
    code: "OTHER_INSTALLATION",
    ...describeReplaced(name),
    isRetryable: false,
  });
}
