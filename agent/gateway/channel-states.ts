import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { isGatewayRunning } from "#agent/hardening/observe-hardening.ts";
import { withMask } from "#agent/logs/mask-texts.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import type { ChannelState, channelStatesSchema } from "#lib/host-agent/contract/secrets.ts";
import { withGateway } from "./call-gateway.ts";

const accountSchema = z.object({
  accountId: z.string(),
  running: z.boolean().nullish(),
  lifecycle: z.string().nullish(),
  lastError: z.string().nullish(),
  statusIssues: z
    .array(z.object({ message: z.string() }))
    .nullish()
    .catch(null),
});
const statusSchema = z.object({ channelAccounts: z.record(z.string(), z.array(accountSchema)).catch({}) });
type Accounts = z.infer<typeof statusSchema>["channelAccounts"];

/**
 * What the running Gateway says of each channel that the tenant is configured
 * with. One that it doesn't have at all didn't load, which OpenClaw itself
 * passes over in silence.
 */
export async function readChannelStates(
  context: AgentContext,
  tenant: TenantRecord,
): Promise<z.output<typeof channelStatesSchema>> {
  const at = () => context.now().toISOString();
  if (!isGatewayRunning(context, tenant)) {
    const stopped = (setting: ChannelSetting) => stateOf(setting, "unknown", "The Gateway is stopped.");
    return { isRunning: false, channels: tenant.channels.map(stopped), at: at() };
  }
  try {
    const accounts = await withGateway(context, tenant, { scopes: ["operator.read"] }, async ({ call }) => {
      return statusSchema.parse(await call("channels.status", {})).channelAccounts;
    });
    const channels = await withMask(context, tenant, (mask) =>
      tenant.channels.map((setting) => judge(setting, accounts, mask)),
    );
    return { isRunning: true, channels, at: at() };
  } catch (error) {
    if (!(error instanceof AgentFailure) && !(error instanceof z.ZodError)) throw error;
    const detail =
      error instanceof AgentFailure ? error.detail.message : "The Gateway's answer makes no sense.";
    return {
      isRunning: true,
      channels: tenant.channels.map((setting) => stateOf(setting, "unknown", detail)),
      at: at(),
    };
  }
}

function judge(setting: ChannelSetting, accounts: Accounts, mask: (line: string) => string): ChannelState {
  const account = accounts[setting.kind]?.find(({ accountId }) => accountId === setting.accountId);
  if (account === undefined) {
    return stateOf(
      setting,
      "not-loaded",
      `The Gateway runs without ${channelLabels[setting.kind]}: its plugin is missing or was not loaded.`,
    );
  }
  const problems = [account.lastError ?? "", ...(account.statusIssues ?? []).map(({ message }) => message)];
  const words = problems.filter((problem) => problem !== "").map(mask);
  if (account.running) return stateOf(setting, "running", words.join(" "));
  return stateOf(setting, "not-running", words.join(" ") || (account.lifecycle ?? "It does not run."));
}

function stateOf(setting: ChannelSetting, state: ChannelState["state"], detail: string): ChannelState {
  return { kind: setting.kind, accountId: setting.accountId, state, detail: detail.slice(0, 500) };
}
