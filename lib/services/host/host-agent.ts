import { readFile } from "node:fs/promises";
import { env } from "#lib/env/env.ts";
import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import {
  type AgentClient,
  type CallOptions,
  createAgentClient,
} from "#lib/host-agent/client/agent-client.ts";
import type { VerbRequest, VerbResult, VerbsOfKind } from "#lib/host-agent/contract/verbs.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/**
 * The agent of this machine, which is the only host there is yet.
 *
 * @throws AgentUnreachable when its token can't be read
 */
export async function localAgent(): Promise<AgentClient> {
  const { agentSocket, agentTokenFile } = env();
  try {
    // Read each time: the launcher may have written another one since.
    const token = (await readFile(agentTokenFile, "utf8")).trim();
    return createAgentClient({ socketPath: agentSocket, token });
  } catch (cause) {
    throw new AgentUnreachable("The host agent can't be reached: its token can't be read.", { cause });
  }
}

/**
 * Asks the agent one thing for somebody who waits for the answer.
 *
 * @throws ServiceError AGENT_UNREACHABLE or AGENT_REFUSED, in words for that person
 */
export async function askAgent<V extends VerbsOfKind<"unary">>(
  verb: V,
  request: VerbRequest<V>,
  options?: CallOptions,
): Promise<VerbResult<V>> {
  try {
    const agent = await localAgent();
    return await agent.call(verb, request, options);
  } catch (error) {
    throw asServiceError(error);
  }
}

/** The two errors of the agent's client as what a service throws; anything else as it is. */
export function asServiceError(error: unknown): unknown {
  if (error instanceof AgentUnreachable) {
    return new ServiceError("AGENT_UNREACHABLE", error.message, { nextStep: error.nextStep, cause: error });
  }
  if (error instanceof AgentCallError) {
    const code = error.detail.code === "NOT_FOUND" ? "NOT_FOUND" : "AGENT_REFUSED";
    return new ServiceError(code, error.detail.message, { nextStep: error.detail.nextStep, cause: error });
  }
  return error;
}
