import type { AgentContext } from "#agent/context/context.ts";
import { done, type StepRunner, unchanged } from "#agent/steps/run-step.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type ChannelKind, channelLabels } from "#lib/domain/channel/channel-kind.ts";
import { ensureChannelPlugins } from "./ensure-channel-plugins.ts";

/** The installation of channel plugins as a step; no step where no channel needs one. @returns those that were installed now */
export async function installPlugins(
  context: AgentContext,
  tenant: TenantRecord,
  kinds: readonly ChannelKind[],
  step: StepRunner,
): Promise<ChannelKind[]> {
  if (kinds.length === 0) return [];
  return step("plugins", "Install the channels' plugins", async (note) => {
    const installed = await ensureChannelPlugins(context, tenant, kinds, note);
    if (installed.length === 0) return unchanged(installed, "They are there in the right version.");
    const names = installed.map((kind) => channelLabels[kind]).join(", ");
    return done(installed, `${names}, pinned for OpenClaw ${tenant.runtimeVersion}.`);
  });
}
