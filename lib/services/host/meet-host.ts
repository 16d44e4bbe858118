import { openAgent } from "#lib/agent-calls/open-agent.ts";
import type { Host } from "#lib/db/generated/client.ts";
import type { HostConnection } from "#lib/domain/host/host-connection.ts";
import { registerHost } from "./register-host.ts";

/**
 * Asks who answers at the end of a way, and keeps who it is.
 *
 * @throws AgentUnreachable when nobody does
 */
export async function meetHost(connection: HostConnection, signal?: AbortSignal): Promise<Host> {
  const stranger = await openAgent(connection, null);
  return registerHost(await stranger.call("host.facts", {}, signal && { signal }), connection);
}
