import { db } from "#lib/db/db.ts";
import { channelSettingsSchema } from "#lib/domain/channel/channel-setting.ts";
import { modelSettingsSchema } from "#lib/domain/model/model-setting.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { recordGatewayToken } from "#lib/services/credential/record-gateway-token.ts";
import { rungFromColumn } from "#lib/services/tenant/rung-column.ts";
import { toolPolicyOf } from "#lib/services/tool-policy/policy-columns.ts";
import type { ClaimedOperation } from "./claim-operation.ts";
import { type OperationOptions, operationOptionsOf } from "./operation-columns.ts";

export type AgentCall = {
  /** Keeps the steps of two verbs of one operation apart. */
  readonly stepPrefix: string;
  readonly run: (
    agent: AgentClient,
    onStep: (step: Step) => void,
    signal: AbortSignal,
  ) => Promise<Observation | null>;
};

/** The verbs that an operation comes down to, in order. */
export function callsOf(operation: ClaimedOperation): AgentCall[] {
  const options = operationOptionsOf(operation.options);
  const common = {
    slug: slugSchema.parse(operation.tenant.slug),
    operationId: operation.id,
    generation: operation.generation,
  };
  const power = (verb: "start" | "stop" | "restart" | "kill", stepPrefix = ""): AgentCall => ({
    stepPrefix,
    run: (agent, onStep, signal) => agent.steps(verb, common, onStep, { signal }),
  });
  switch (operation.kind) {
    case "provision": {
      const { operationId, generation } = common;
      const request = { spec: specOf(operation), operationId, generation };
      const provision: AgentCall = {
        stepPrefix: "",
        run: (agent, onStep, signal) => agent.steps("provision", request, onStep, { signal }),
      };
      return options.startAfterwards ? [provision, power("start", "start/")] : [provision];
    }
    case "remove":
      return [
        {
          stepPrefix: "",
          run: async (agent, onStep, signal) => {
            await agent.steps("remove", { ...common, purge: options.purge }, onStep, { signal });
            return null;
          },
        },
      ];
    case "harden": {
      const { choice } = options;
      if (choice === undefined) throw new Error("A change of the hardening doesn't say what is asked for.");
      return [
        {
          stepPrefix: "",
          run: (agent, onStep, signal) =>
            agent.steps("hardening.apply", { ...common, choice }, onStep, { signal }),
        },
      ];
    }
    case "configure": {
      return [configureCall(operation, power("restart", "restart/"), "", options.release)];
    }
    case "fix":
      return fixCalls(operation, options, power("restart", "restart/"));
    case "start":
    case "stop":
    case "restart":
    case "kill":
      return [power(operation.kind)];
  }
}

/** Brings the configuration to the host, and restarts the Gateway where it doesn't take it while running. */
function configureCall(
  operation: ClaimedOperation,
  restart: AgentCall,
  stepPrefix = "",
  release: readonly string[] = [],
): AgentCall {
  const { id: operationId, generation } = operation;
  const request = { spec: specOf(operation), operationId, generation };
  return {
    stepPrefix,
    run: async (agent, onStep, signal) => {
      if (release.length > 0) {
        await agent.call("config.release", { slug: request.spec.slug, ids: [...release] }, { signal });
      }
      const { applied, observation } = await agent.steps("configure", request, onStep, { signal });
      return applied === "needs-restart" ? restart.run(agent, onStep, signal) : observation;
    },
  };
}

/** What the agent puts right; secrets that were moved also need a configuration that refers to them. */
function fixCalls(operation: ClaimedOperation, options: OperationOptions, restart: AgentCall): AgentCall[] {
  const { fix, subjects } = options;
  if (fix === undefined || subjects === undefined) {
    throw new Error("An operation that puts a mistake right doesn't say which.");
  }
  const { id: operationId, generation, tenant } = operation;
  const request = { slug: slugSchema.parse(tenant.slug), operationId, generation, fix, subjects };
  const put: AgentCall = {
    stepPrefix: "",
    run: async (agent, onStep, signal) => {
      const { observation, gatewayToken, moved, needsRestart } = await agent.steps(
        "mistake.fix",
        request,
        onStep,
        {
          signal,
        },
      );
      if (gatewayToken !== null) await recordGatewayToken(db, tenant.id, gatewayToken);
      for (const { name, ...trace } of moved) {
        // Credentials that nobody entered in the dashboard have no row to keep up.
        await db.credential.updateMany({ where: { tenantId: tenant.id, pointer: name }, data: trace });
      }
      return needsRestart ? restart.run(agent, onStep, signal) : observation;
    },
  };
  return fix === "move-secrets" ? [put, configureCall(operation, restart, "configure/")] : [put];
}

function specOf({ tenant }: ClaimedOperation): TenantSpec {
  if (tenant.portBlock === null) throw new Error(`Tenant ${tenant.slug} has no port block to provision.`);
  return {
    slug: slugSchema.parse(tenant.slug),
    rung: rungFromColumn(tenant.rung),
    basePort: tenant.portBlock.base,
    runtimeVersion: tenant.gateway.desiredVersion,
    hasPowerfulTools: tenant.gateway.hasPowerfulTools,
    channels: channelSettingsSchema.parse(tenant.gateway.channels),
    models: modelSettingsSchema.parse(tenant.gateway.models),
    toolPolicy: toolPolicyOf(tenant.gateway),
    hasOpenAiApi: tenant.gateway.hasOpenAiApi,
  };
}
