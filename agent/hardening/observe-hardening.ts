import type { AgentContext } from "#agent/context/context.ts";
import { readSameProcess } from "#agent/proc/is-same-process.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import { abilityFor, isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type HardeningSetting, hardeningSettings } from "#lib/domain/hardening/setting.ts";
import type { HardeningReport, SettingReport } from "#lib/host-agent/contract/hardening.ts";
import { seeSetting } from "./see-setting.ts";
import type { Seen } from "./seen.ts";

/**
 * What is asked of a tenant's boundary and what is seen of it: at its running
 * Gateway, and at the host. Nothing is taken for seen because it was asked for.
 */
export async function observeHardening(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  tenant: TenantRecord,
): Promise<HardeningReport> {
  const isRunning = isGatewayRunning(context, tenant);
  const settings = await Promise.all(
    hardeningSettings.map(async (setting) => report(context, tenant, setting, await look(setting))),
  );
  return { slug: tenant.slug, isRunning, settings, at: context.now().toISOString() };

  function look(setting: HardeningSetting): Promise<Seen> {
    const gateway = hostProcessOf(tenant.process);
    if (gateway !== null && isRunning) return seeSetting(context, registry, tenant, gateway, setting);
    return Promise.resolve({ observed: "unknown", how: "Not measured: the Gateway is stopped." });
  }
}

export function isGatewayRunning(context: AgentContext, { process }: TenantRecord): boolean {
  const gateway = hostProcessOf(process);
  return gateway !== null && readSameProcess(gateway, context.bootId) !== null;
}

function report(
  context: AgentContext,
  tenant: TenantRecord,
  setting: HardeningSetting,
  { observed, how }: Seen,
): SettingReport {
  const ability = abilityFor(context, tenant, setting);
  const asked = tenant.hardening[setting];
  const isAsGiven = observed === "unknown" || (observed === "on") === isGiven(context, tenant, setting);
  const reasons = [
    how,
    ...(ability.isAvailable ? [] : [ability.note]),
    ...(isAsGiven ? [] : ["It isn't as asked. Apply the hardening again."]),
  ];
  return { setting, asked, observed, canBeGiven: ability.isAvailable, note: reasons.join(" ") };
}
