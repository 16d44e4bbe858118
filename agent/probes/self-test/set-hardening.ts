import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { HardeningChoice } from "#lib/domain/hardening/setting.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

/** Gives a tenant whose Gateway is stopped another hardening, in force at once. */
export async function setHardening(
  context: AgentContext,
  registry: Registry,
  slug: Slug,
  hardening: HardeningChoice,
): Promise<void> {
  const record = await registry.update(slug, (current) => ({ ...current, hardening }));
  const { view, network } = boundaryOf(context, record);
  await view.prepare();
  await applyFirewall(context, registry);
  await network.settle(null);
}
