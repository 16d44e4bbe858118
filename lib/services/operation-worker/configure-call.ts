import { type AgentCall, orderOf, powerCall } from "./agent-call.ts";
import type { ClaimedOperation } from "./claim-operation.ts";
import { specOf } from "./spec-of.ts";

/**
 * Brings the configuration to the host, and restarts the Gateway where it doesn't take it while running.
 *
 * @param release adopted settings that are kept no longer
 */
export function configureCall(
  operation: ClaimedOperation,
  stepPrefix = "",
  release: readonly string[] = [],
): AgentCall {
  const request = { spec: specOf(operation), ...orderOf(operation) };
  const restart = powerCall(operation, "restart", "restart/");
  return {
    stepPrefix,
    run: async (agent, onStep, signal) => {
      const { slug } = request.spec;
      if (release.length > 0) await agent.call("config.release", { slug, ids: [...release] }, { signal });
      const { applied, observation } = await agent.steps("configure", request, onStep, { signal });
      return applied === "needs-restart" ? restart.run(agent, onStep, signal) : observation;
    },
  };
}
