import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import type { ClaimedOperation } from "./claim-operation.ts";

export type AgentCall = {
  /** Keeps the steps of two verbs of one operation apart. */
  readonly stepPrefix: string;
  /** @returns what the Gateway is like afterwards; null where none is left */
  readonly run: (
    agent: AgentClient,
    onStep: (step: Step) => void,
    signal: AbortSignal,
  ) => Promise<Observation | null>;
};

/** What every verb is told, so that the agent knows a repeated order and an outdated one. */
export function orderOf({ id, generation }: ClaimedOperation) {
  return { operationId: id, generation };
}

/** The same for a verb that needs nothing else of the tenant than its name. */
export function namedOrderOf(operation: ClaimedOperation) {
  return { slug: slugSchema.parse(operation.tenant.slug), ...orderOf(operation) };
}

export function powerCall(
  operation: ClaimedOperation,
  verb: "start" | "stop" | "restart" | "kill",
  stepPrefix = "",
): AgentCall {
  const order = namedOrderOf(operation);
  return { stepPrefix, run: (agent, onStep, signal) => agent.steps(verb, order, onStep, { signal }) };
}
