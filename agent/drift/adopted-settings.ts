import { createHash } from "node:crypto";
import { readConfigStore, writeConfigStore } from "#agent/config-file/config-store.ts";
import type { ConfigChange } from "#agent/config-file/diff-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { AdoptedSetting } from "#lib/host-agent/contract/drift.ts";
import type { ShownText } from "#lib/host-agent/contract/shown-value.ts";
import { readDrift, withMasking } from "./read-drift.ts";
import { showChange, showPath } from "./show-change.ts";

/** Settings that were adopted from edits by hand and that every configuration keeps, secrets masked. */
export async function listAdopted(context: AgentContext, tenant: TenantRecord): Promise<AdoptedSetting[]> {
  const store = await readConfigStore(context, tenant.slug);
  if (store === null || store.adopted.length === 0) return [];
  return withMasking(context, tenant, (masking) =>
    store.adopted.map((change) => {
      const { path, was, is } = showChange(change, masking);
      return { id: idOf(change), path, asked: was, kept: is };
    }),
  );
}

/**
 * Forgets adopted settings: the next configuration has what the dashboard asks
 * for in their place. The file is left to `configure`. Forgetting what is
 * forgotten already changes nothing. The caller holds the tenant's lock.
 *
 * @throws AgentFailure CONFIG_CHANGED while the file holds an edit that nobody has decided on
 */
export async function releaseAdopted(
  context: AgentContext,
  tenant: TenantRecord,
  ids: readonly string[],
): Promise<ShownText[]> {
  const store = await readConfigStore(context, tenant.slug);
  if (store === null) return [];
  const released = store.adopted.filter((change) => ids.includes(idOf(change)));
  if (released.length === 0) return [];
  if ((await readDrift(context, tenant)) !== null) {
    throw new AgentFailure(
      "CONFIG_CHANGED",
      `The configuration of "${tenant.slug}" was edited on the host, and nobody has decided yet what becomes of the edit.`,
      "Adopt the edit or restore what was written, then try again.",
    );
  }
  const adopted = store.adopted.filter((change) => !released.includes(change));
  await writeConfigStore(context, tenant.slug, { content: store.content, adopted });
  return withMasking(context, tenant, (masking) => released.map(({ path }) => showPath(path, masking)));
}

/** Names a setting also where its keys have dots, or hold what must not be shown. */
function idOf({ path }: ConfigChange): string {
  return createHash("sha256").update(JSON.stringify(path)).digest("hex").slice(0, 32);
}
