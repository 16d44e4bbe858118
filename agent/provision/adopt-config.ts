import { hashOf, readConfigStore, writeConfigStore } from "#agent/config-file/config-store.ts";
import { diffConfig } from "#agent/config-file/diff-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { sandboxFor } from "#agent/drift/config/sandbox-for.ts";
import { obstaclesTo, readDrift, withMasking } from "#agent/drift/read-drift.ts";
import { showPath } from "#agent/drift/show-change.ts";
import { tenantConfig } from "#agent/drift/tenant-config.ts";
import { readTenantConfig } from "#agent/drift/tenant-config-file.ts";
import { validateConfig } from "#agent/drift/validate-config.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ShownText } from "#lib/host-agent/contract/shown-value.ts";
import type { VerbResult } from "#lib/host-agent/contract/verbs.ts";

/**
 * Accepts the configuration on disk as it is: it is remembered as the one that
 * was written, and its settings are kept by every later configuration. Adopting
 * the same file twice changes nothing. The caller holds the tenant's lock.
 *
 * @param hash of the file that the operator saw
 * @throws AgentFailure CONFIG_CHANGED, CONFIG_INVALID, or CONFIG_REFUSED when it changes the boundary or holds a secret
 */
export async function adoptConfig(
  context: AgentContext,
  tenant: TenantRecord,
  hash: string,
): Promise<VerbResult<"config.adopt">> {
  const drift = await readDrift(context, tenant);
  if (drift === null) {
    const store = await readConfigStore(context, tenant.slug);
    if (store?.hash === hash) return { hash, paths: await pathsOf(context, tenant, store.adopted) };
    throw changedSince(tenant);
  }
  if (drift.diskHash !== hash) throw changedSince(tenant);
  const [obstacle] = await withMasking(context, tenant, (masking) => obstaclesTo(drift, masking));
  if (obstacle !== undefined || drift.disk === null) {
    throw new AgentFailure(
      "CONFIG_REFUSED",
      `The edited configuration of "${tenant.slug}" can't be adopted: ${obstacle ?? "it can't be read."}`,
      "Restore what was written, or take that change out of the file and try again.",
    );
  }
  await validateConfig(context, tenant);
  const { layout } = tenant;
  const content = await readExactly(context, layout, hash, tenant);
  const asked = tenantConfig(layout, { ...tenant, sandbox: await sandboxFor(context, tenant) });
  const adopted = diffConfig(asked, drift.disk).map(({ path, ...sides }) => ({ path: [...path], ...sides }));
  await writeConfigStore(context, tenant.slug, { content, adopted });
  return { hash, paths: await pathsOf(context, tenant, adopted) };
}

/** What is remembered is what was looked at, even if the file changes once more meanwhile. */
async function readExactly(
  { uid }: AgentContext,
  layout: TenantLayout,
  hash: string,
  tenant: TenantRecord,
): Promise<string> {
  const bytes = await readTenantConfig(layout, uid);
  if (bytes === null || hashOf(bytes) !== hash) throw changedSince(tenant);
  return bytes.toString("utf8");
}

function pathsOf(
  context: AgentContext,
  tenant: TenantRecord,
  changes: readonly { readonly path: readonly string[] }[],
): Promise<ShownText[]> {
  return withMasking(context, tenant, (masking) => changes.map(({ path }) => showPath(path, masking)));
}

function changedSince({ slug }: TenantRecord): AgentFailure {
  return new AgentFailure(
    "CONFIG_CHANGED",
    `The configuration of "${slug}" on disk is not the one that you saw: it has changed since.`,
    "Look at the differences again, then decide.",
  );
}
