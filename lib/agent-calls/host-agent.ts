import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import type { CallOptions } from "#lib/host-agent/client/agent-client.ts";
import type { VerbRequest, VerbResult, VerbsOfKind } from "#lib/host-agent/contract/verbs.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { agentOf, isOtherAgent } from "./agent-of.ts";

/**
 * Asks a host's agent one thing for somebody who waits for the answer.
 *
 * @throws ServiceError AGENT_UNREACHABLE or AGENT_REFUSED, in words for that person
 */
export async function askAgent<V extends VerbsOfKind<"unary">>(
  hostId: string,
  verb: V,
  request: VerbRequest<V>,
  options?: CallOptions,
): Promise<VerbResult<V>> {
  try {
    const agent = await agentOf(hostId);
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
  if (isOtherAgent(error)) {
    const { message, nextStep } = error.detail;
    return new ServiceError("AGENT_UNREACHABLE", message, { nextStep, cause: error });
  }
  if (error instanceof AgentCallError) {
    const code = error.detail.code === "NOT_FOUND" ? "NOT_FOUND" : "AGENT_REFUSED";
    return new ServiceError(code, error.detail.message, { nextStep: error.detail.nextStep, cause: error });
  }
  return error;
}
