import { createHash } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { SaidOfItself } from "#lib/domain/gateway-word/compare-word.ts";
import { withGateway } from "./call-gateway.ts";

/** For the connection, and for all questions together. A Gateway that has just started on a busy host takes seconds. */
const timeoutMs = 7_000;
const mostEntries = 200;

/** Every text has a shape or a bound: the other end may say anything. */
const place = z
  .string()
  .max(4096)
  .refine((text) => path.isAbsolute(text) && !text.includes("\0"))
  .transform((text) => path.resolve(text));
const name = z.string().min(1).max(200);
const helloSchema = z.object({ server: z.object({ version: z.string().regex(/^\d[\w.+-]{0,39}$/) }) });
const pidSchema = z.object({ pid: z.int().positive() });
const portSchema = z.object({ port: z.int().min(1).max(65_535) });
const instanceSchema = z.object({ processInstanceId: z.uuid() });
/** OpenClaw tells its state directory as the place whose disk it measures. */
const stateSchema = z.object({ diskPath: place });
const identitySchema = z.object({
  deviceId: z.string().regex(/^[0-9a-f]{64}$/),
  publicKey: z.string().regex(/^[\w-]{43}$/),
});
const configSchema = z.object({ path: place });
const agentsSchema = z.object({
  agents: z.array(z.object({ id: name, workspace: place })).max(mostEntries),
});
const channelsSchema = z.object({
  channelAccounts: z.record(name, z.array(z.object({ accountId: name })).max(mostEntries)),
});

/** Who a running Gateway says that it is. */
export type SaidByGateway = SaidOfItself & {
  /** Of this one run of its process. */
  readonly instance: string | null;
  readonly agents: readonly string[] | null;
  /** "telegram: default" */
  readonly channels: readonly string[] | null;
};

/**
 * Asks a running Gateway over its control connection who it is, with no more
 * rights than to read. Its answers are only ever compared and shown: nothing
 * that it says is opened, resolved or followed. What is missing or makes no
 * sense counts as not said.
 */
export async function askWhoItIs(
  context: AgentContext,
  tenant: TenantRecord,
): Promise<SaidByGateway | { readonly reason: string }> {
  const options = { scopes: ["operator.read"], timeoutMs, doorMs: 0 };
  try {
    return await withGateway(context, tenant, options, async ({ hello, call }) => {
      const ask = (method: string) => call(method, {}).catch(passOver);
      const [system, identity, config, agents, channels] = await Promise.all([
        ask("system.info"),
        ask("gateway.identity.get"),
        ask("config.get"),
        ask("agents.list"),
        ask("channels.status"),
      ]);
      const agentList = agentsSchema.safeParse(agents).data?.agents;
      return {
        version: helloSchema.safeParse(hello).data?.server.version ?? null,
        pid: pidSchema.safeParse(system).data?.pid ?? null,
        port: portSchema.safeParse(system).data?.port ?? null,
        instance: instanceSchema.safeParse(system).data?.processInstanceId ?? null,
        state: stateSchema.safeParse(system).data?.diskPath ?? null,
        device: deviceOf(identity),
        config: configSchema.safeParse(config).data?.path ?? null,
        agents: agentList?.map(({ id }) => id) ?? null,
        workspaces: agentList?.map(({ workspace }) => workspace) ?? null,
        channels: channelsOf(channels),
      };
    });
  } catch (error) {
    if (error instanceof AgentFailure) return { reason: error.detail.message };
    throw error;
  }
}

/** A question that is refused or not answered leaves the others' answers as they are. */
function passOver(error: unknown): null {
  if (error instanceof AgentFailure) return null;
  throw error;
}

/** An id that isn't its own key's is none. */
function deviceOf(answer: unknown): string | null {
  const identity = identitySchema.safeParse(answer).data;
  if (identity === undefined) return null;
  const own = createHash("sha256").update(Buffer.from(identity.publicKey, "base64url")).digest("hex");
  return own === identity.deviceId ? own : null;
}

function channelsOf(answer: unknown): readonly string[] | null {
  const accounts = channelsSchema.safeParse(answer).data?.channelAccounts;
  if (accounts === undefined) return null;
  const all = Object.entries(accounts).flatMap(([kind, list]) =>
    list.map(({ accountId }) => `${kind}: ${accountId}`),
  );
  return all.slice(0, mostEntries);
}
