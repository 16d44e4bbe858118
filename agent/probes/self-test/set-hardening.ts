import { ensureTemporaryDirectories } from "#agent/boundary/temporary-directories.ts";
import type { AgentContext } from "#agent/context.ts";
import { applyFirewall } from "#agent/hardening/firewall.ts";
import { settleNetwork } from "#agent/hardening/network/tenant-network.ts";
import { writeViewAccounts } from "#agent/hardening/view-accounts.ts";
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
  await writeViewAccounts(context.paths, record);
  await ensureTemporaryDirectories(record);
  await applyFirewall(context, registry);
  await settleNetwork(context, record, null);
}
