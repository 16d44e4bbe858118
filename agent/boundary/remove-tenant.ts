import { chmod, lchown, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { EmitStep } from "#agent/api/handlers.ts";
import { createStepRunner, done, unchanged } from "#agent/api/run-step.ts";
import type { AgentContext } from "#agent/context.ts";
import { forgetConfigStore } from "#agent/drift/config-store.ts";
import { applyFirewall } from "#agent/hardening/firewall.ts";
import { removeNetwork } from "#agent/hardening/network/tenant-network.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { forgetSecretAddresses } from "#agent/secrets/secret-addresses.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { recordForProvision } from "./check-spec.ts";
import { killUser } from "./kill-user.ts";
import { lstatOrNull } from "./owned-directory.ts";
import { removeAccount } from "./system-account.ts";
import { removeTemporaryFiles } from "./temporary-directories.ts";
import { findTenantAccount } from "./tenant-identity.ts";
import { tenantLayout, tenantUserName } from "./tenant-layout.ts";
import { inspectTree } from "./tree-marker.ts";
import { syncDirectory } from "./write-file-atomic.ts";

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
  const ownUid = account?.uid ?? (record?.rung === "os-user" ? record.uid : null);

  await step("processes", "End what still runs as its user", async () => {
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
    const { tree } = tenantLayout(context.paths, slug);
    const isThere = (await inspectTree(context, slug)) === "ours" || (await lstatOrNull(tree)) !== null;
    // No process of the tenant is left and links are not followed, so nothing outside the tree can be reached.
    await rm(tree, { recursive: true, force: true });
    if (isThere) await syncDirectory(context.paths.tenants);
    const count = ownUid === null ? 0 : await removeTemporaryFiles(ownUid);
    return isThere || count > 0 ? done(null) : unchanged(null, "They were gone.");
  });
  await step("os-user", "Delete its OS user", async () => {
    if (account === null) return unchanged(null, "It has none.");
    await rm(path.join("/var/spool/cron/crontabs", tenantUserName(slug)), { force: true });
    await removeAccount(account.name);
    return done(null, account.name);
  });
  await step("register", "Forget it on this host", async () => {
    await forgetConfigStore(context, slug);
    await forgetSecretAddresses(context, slug);
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

/** Moves the backups beside the tenants, out of everybody's reach but the agent's. Answers where; null when there are none. */
async function keepBackups(context: AgentContext, slug: Slug): Promise<string | null> {
  const { backups } = tenantLayout(context.paths, slug);
  if ((await inspectTree(context, slug)) === "missing") return null;
  const stat = await lstatOrNull(backups);
  if (!stat?.isDirectory()) return null;
  const shelf = path.join(context.paths.home, "kept-backups");
  await mkdir(shelf, { recursive: true, mode: 0o700 });
  const kept = path.join(shelf, `${slug}-${context.now().toISOString().replaceAll(":", "-")}`);
  await rename(backups, kept);
  await lchown(kept, context.uid, context.gid);
  await chmod(kept, 0o700);
  await syncDirectory(shelf);
  return kept;
}
