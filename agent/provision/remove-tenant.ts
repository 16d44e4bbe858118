import { rm } from "node:fs/promises";
import path from "node:path";
import { killUser } from "#agent/boundary/kill-user.ts";
import { removeAccount } from "#agent/boundary/system-account.ts";
import { removeTemporaryFiles } from "#agent/boundary/temporary-directories.ts";
import { findTenantAccount } from "#agent/boundary/tenant-identity.ts";
import { forgetConfigStore } from "#agent/config-file/config-store.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { discardTree } from "#agent/files/discard-tree.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import { removeNetwork } from "#agent/network/tenant-network.ts";
import { forgetFix } from "#agent/registry/fix-under-way.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { inspectTree } from "#agent/registry/tree-marker.ts";
import { forgetSecretAddresses } from "#agent/secrets/secret-addresses.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, unchanged } from "#agent/steps/run-step.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { tenantUserName } from "#agent/tenant/tenant-layout.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { recordForProvision } from "./check-spec.ts";
import { keepBackups } from "./keep-backups.ts";

export type RemoveInput = { readonly slug: Slug; readonly purge: boolean };

/**
 * Takes a tenant off the host: what still runs as its user, its tree, its OS
 * user, and last its record. The Gateway was stopped before. Idempotent: every
 * step is a no-op when its part is gone. Only what carries this installation's
 * marks is touched. The caller holds the tenant's lock.
 */
export async function removeTenant(
  context: AgentContext,
  registry: Registry,
  { slug, purge }: RemoveInput,
  emit: EmitStep,
): Promise<void> {
  const step = createStepRunner(emit, context.now);
  const record = recordForProvision(registry, slug);
  const account = context.isRoot ? await findTenantAccount(context, slug, record) : null;
  const ownUid = account?.uid ?? (record !== null && hasOwnUser(record) ? record.uid : null);

  await step("processes", "End what still runs as its user", async () => {
    // First of all, so that nothing starts as this user again.
    if (account !== null) await rm(crontabOf(slug), { force: true });
    const count = ownUid === null ? 0 : await killUser(ownUid);
    return count === 0 ? unchanged(null, "Nothing was left.") : done(null, `${count} ended.`);
  });
  await step("network", "Take away its network", async () => {
    const isGone = ownUid !== null && (await removeNetwork(context, { slug, uid: ownUid }));
    return isGone ? done(null) : unchanged(null, "It has none of its own.");
  });
  await step("backups", "Keep its backups", async () => {
    if (purge) return unchanged(null, "Not asked for.");
    const kept = await keepBackups(context, slug);
    return kept ? done(null, `Kept in ${kept}.`) : unchanged(null, "There were none.");
  });
  await step("directories", "Delete its directories", async () => {
    await inspectTree(context, slug);
    // What came up since would go on writing into what is deleted.
    if (ownUid !== null) await killUser(ownUid);
    const isThere = await discardTree(context, slug);
    const count = ownUid === null ? 0 : await removeTemporaryFiles(ownUid);
    return isThere || count > 0 ? done(null) : unchanged(null, "They were gone.");
  });
  await step("os-user", "Delete its OS user", async () => {
    if (account === null) return unchanged(null, "It has none.");
    await removeAccount(account.name);
    return done(null, account.name);
  });
  await step("register", "Forget it on this host", async () => {
    await forgetConfigStore(context, slug);
    await forgetSecretAddresses(context, slug);
    await forgetFix(context, slug);
    await registry.remove(slug);
    // Rules left for a number that nobody has do no harm, and the agent's next start removes them.
    await applyFirewall(context, registry).catch((error: unknown) => {
      context.log.warn(
        { slug, err: error },
        "the firewall's rules of a removed tenant could not be taken away",
      );
    });
    return record === null ? unchanged(null) : done(null);
  });
}

/** Named after the account, in a directory where only root and cron's own group write. */
function crontabOf(slug: Slug): string {
  return path.join("/var/spool/cron/crontabs", tenantUserName(slug));
}
