import type { OperationKind } from "#lib/domain/operation/operation-kinds.ts";
import { type OperationOptions, operationOptionsOf } from "#lib/services/operation/operation-columns.ts";
import { type AgentCall, namedOrderOf, orderOf, powerCall } from "./agent-call.ts";
import type { ClaimedOperation } from "./claim-operation.ts";
import { configureCall } from "./configure-call.ts";
import { fixCalls } from "./fix-calls.ts";
import { specOf } from "./spec-of.ts";

/** The verbs that an operation comes down to, in order. */
export function callsOf(operation: ClaimedOperation): AgentCall[] {
  return calls[operation.kind](operation, operationOptionsOf(operation.options));
}

/** What the agent is called with, by kind: all else about a kind stands in its record in the domain. */
const calls: Record<OperationKind, (operation: ClaimedOperation, options: OperationOptions) => AgentCall[]> =
  {
    provision: (operation, { startAfterwards }) => {
      const request = { spec: specOf(operation), ...orderOf(operation) };
      const provision: AgentCall = {
        stepPrefix: "",
        run: (agent, onStep, signal) => agent.steps("provision", request, onStep, { signal }),
      };
      return startAfterwards ? [provision, powerCall(operation, "start", "start/")] : [provision];
    },
    start: (operation) => [powerCall(operation, "start")],
    stop: (operation) => [powerCall(operation, "stop")],
    restart: (operation) => [powerCall(operation, "restart")],
    kill: (operation) => [powerCall(operation, "kill")],
    remove: (operation, { purge }) => [
      {
        stepPrefix: "",
        run: async (agent, onStep, signal) => {
          await agent.steps("remove", { ...namedOrderOf(operation), purge }, onStep, { signal });
          return null;
        },
      },
    ],
    harden: (operation, { choice }) => {
      if (choice === undefined) throw new Error("A change of the hardening doesn't say what is asked for.");
      const request = { ...namedOrderOf(operation), choice };
      return [
        {
          stepPrefix: "",
          run: (agent, onStep, signal) => agent.steps("hardening.apply", request, onStep, { signal }),
        },
      ];
    },
    configure: (operation, { release }) => [configureCall(operation, "", release)],
    fix: fixCalls,
  };
