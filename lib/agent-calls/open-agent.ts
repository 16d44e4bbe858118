import { readFile } from "node:fs/promises";
import type { HostConnection } from "#lib/domain/host/host-connection.ts";
import { env } from "#lib/env/env.ts";
import { AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import { type AgentClient, createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import { outsideTransactions } from "./outside-transactions.ts";

/** The way to the agent of this installation's own machine. */
export function localConnection(): HostConnection {
  const { agentSocket, agentTokenFile } = env();
  return { kind: "local-socket", socketPath: agentSocket, tokenFile: agentTokenFile };
}

/**
 * A client of the agent at the end of a way.
 *
 * @param installationId whose agent is meant; null to ask whose it is
 * @throws AgentUnreachable when its token can't be read
 */
export async function openAgent(
  connection: HostConnection,
  installationId: string | null,
): Promise<AgentClient> {
  switch (connection.kind) {
    case "local-socket": {
      const token = await readToken(connection.tokenFile);
      const way = { socketPath: connection.socketPath, token, installationId };
      return outsideTransactions(createAgentClient(way));
    }
  }
}

async function readToken(file: string): Promise<string> {
  try {
    // Read each time: the launcher may have written another one since.
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    throw new AgentUnreachable("The host agent can't be reached: its token can't be read.", { cause });
  }
}
