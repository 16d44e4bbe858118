import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { sandboxFor } from "#agent/drift/config/sandbox-for.ts";
import { isSandboxed } from "#agent/drift/config/tool-policy.ts";
import { type GatewayConversation, withGateway } from "#agent/gateway/call-gateway.ts";
import { findLiveGateway } from "#agent/gateway/live-gateway.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { defaultPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { PolicyReading } from "#lib/host-agent/contract/policy.ts";
import { tryTool } from "./try-tool.ts";

/** The conversation whose tools are asked for. It is made once, holds nothing, and nobody writes in it. */
const sessionKey = "agent:main:bulkhead-policy";
/** The first question after a start makes OpenClaw load its tools. */
const timeoutMs = 30_000;

const effectiveSchema = z.object({
  groups: z.array(
    z.object({ tools: z.array(z.object({ id: z.string(), source: z.string().default("core") })) }),
  ),
});
const switchSchema = z.object({ enabled: z.boolean().optional() }).optional();
const configSchema = z.object({
  valid: z.boolean(),
  runtimeConfig: z.object({
    tools: z
      .object({
        exec: z.object({ mode: z.string().optional() }).optional(),
        fs: z.object({ workspaceOnly: z.boolean().optional() }).optional(),
      })
      .optional(),
    agents: z
      .object({
        defaults: z.object({ sandbox: z.object({ mode: z.string().optional() }).optional() }).optional(),
      })
      .optional(),
    gateway: z
      .object({
        http: z
          .object({
            endpoints: z.object({ chatCompletions: switchSchema, responses: switchSchema }).optional(),
          })
          .optional(),
      })
      .optional(),
  }),
});

/** What the running Gateway itself says that its agent can do. Never throws for a Gateway that can't be asked. */
export async function readPolicy(context: AgentContext, tenant: TenantRecord): Promise<PolicyReading> {
  const at = context.now().toISOString();
  if (findLiveGateway(context, tenant) === null) {
    return {
      status: "not-read",
      reason: "The Gateway is stopped. Start it to see what its agent can do.",
      at,
    };
  }
  try {
    return await ask(context, tenant, at);
  } catch (error) {
    if (error instanceof AgentFailure) return { status: "not-read", reason: error.detail.message, at };
    if (error instanceof z.ZodError) {
      return { status: "not-read", reason: "The Gateway answered in a form that Bulkhead doesn't know.", at };
    }
    throw error;
  }
}

async function ask(context: AgentContext, tenant: TenantRecord, at: string): Promise<PolicyReading> {
  const read = { scopes: ["operator.read"], timeoutMs };
  const effective = await withGateway(context, tenant, read, effectiveTools).catch((error: unknown) => {
    if (!isUnknownSession(error)) throw error;
    const write = { scopes: ["operator.read", "operator.write"], timeoutMs };
    return withGateway(context, tenant, write, async (conversation) => {
      await conversation.call("sessions.create", { key: sessionKey });
      return effectiveTools(conversation);
    });
  });
  const { runtimeConfig } = await withGateway(context, tenant, read, async ({ call }) =>
    configSchema.parse(await call("config.get", {})),
  );
  const endpoints = runtimeConfig.gateway?.http?.endpoints;
  const policy = tenant.toolPolicy ?? defaultPolicy(tenant.hasPowerfulTools);
  return {
    status: "read",
    at,
    tools: effective.groups.flatMap(({ tools }) => tools).sort((a, b) => a.id.localeCompare(b.id)),
    commands: runtimeConfig.tools?.exec?.mode ?? null,
    isWorkspaceOnly: runtimeConfig.tools?.fs?.workspaceOnly === true,
    hasOpenAiApi: endpoints?.chatCompletions?.enabled === true || endpoints?.responses?.enabled === true,
    sandboxMode: runtimeConfig.agents?.defaults?.sandbox?.mode ?? null,
    canSandbox: isSandboxed(policy, await sandboxFor(context, tenant)),
    tried: await tryTool(context, tenant, policy),
  };
}

async function effectiveTools({ call }: GatewayConversation) {
  return effectiveSchema.parse(await call("tools.effective", { sessionKey }));
}

function isUnknownSession(error: unknown): boolean {
  return error instanceof AgentFailure && /unknown session/i.test(error.detail.message);
}
