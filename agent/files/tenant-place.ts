import path from "node:path";
import { agentUid } from "#agent/system/agent-uid.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import { type OpenedDirectory, openTrustedDirectory } from "./opened-directory.ts";

/** The directories of a tenant that lie in its tree's root. */
export type TenantPlace = "config" | "output" | "secrets" | "cache" | "logs" | "backups";

/** Those that the tenant itself can write to, where it has a user of its own. */
const writable: ReadonlySet<TenantPlace> = new Set(["secrets", "cache", "logs", "backups"]);

/**
 * A tenant's tree and one of its directories, held. Both come from the slug
 * alone and are reached from the directory of all trees, name by name, without
 * following a link or crossing a mount. The tree is the agent's, so that what is
 * written first in there is out of the tenant's reach.
 */
export type TenantPlaces = AsyncDisposable & {
  readonly tree: OpenedDirectory;
  readonly place: OpenedDirectory;
};

/**
 * @param tenantUid whose the directory must be where it is the tenant's own
 * @throws AgentFailure PATH_FOREIGN when one of them is not what provisioning makes
 */
export async function openTenantPlace(
  layout: TenantLayout,
  name: TenantPlace,
  tenantUid: number,
): Promise<TenantPlaces> {
  const tree = await openTenantTree(layout);
  try {
    const owner = writable.has(name) ? tenantUid : agentUid();
    const place = await tree.enter(path.basename(layout[name]), [owner]);
    return {
      tree,
      place,
      async [Symbol.asyncDispose]() {
        await place[Symbol.asyncDispose]();
        await tree[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await tree[Symbol.asyncDispose]();
    throw error;
  }
}

/** The root of a tenant's tree, which always is the agent's. */
export async function openTenantTree(layout: TenantLayout): Promise<OpenedDirectory> {
  await using tenants = await openTrustedDirectory(path.dirname(layout.tree));
  return await tenants.enter(path.basename(layout.tree), [agentUid()]);
}
