import { chmod, chown, rename } from "node:fs/promises";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { refuseMountsBelow } from "#agent/files/discard-tree.ts";
import { openEntry } from "#agent/files/open-entry.ts";
import { makeDirectory, openTrustedDirectory, syncOpened } from "#agent/files/opened-directory.ts";
import { wasSwapped } from "#agent/files/place-failure.ts";
import { openTenantTree } from "#agent/files/tenant-place.ts";
import { inspectTree } from "#agent/registry/tree-marker.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

/**
 * Moves a tenant's backups out of its tree, into a directory that the agent
 * alone can enter. What is in them is not touched. A link in their place is
 * not followed: there is then nothing to keep.
 *
 * @returns where; null when there are none
 * @throws AgentFailure PATH_FOREIGN
 */
export async function keepBackups(context: AgentContext, slug: Slug): Promise<string | null> {
  if ((await inspectTree(context, slug)) === "missing") return null;
  await refuseMountsBelow(context, slug);
  await using tree = await openTenantTree(tenantLayout(context.paths, slug));
  await using backups = await openEntry(tree, "backups");
  if (!backups?.stat.isDirectory()) return null;
  await using home = await openTrustedDirectory(context.paths.home);
  await makeDirectory(home, "kept-backups");
  await using shelf = await home.enter("kept-backups", [context.uid]);
  await chmod(shelf.self, 0o700);
  const name = `${slug}-${context.now().toISOString().replaceAll(":", "-")}`;
  await rename(tree.at("backups"), shelf.at(name)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EXDEV" ? isElsewhere(backups.path, shelf.path) : error;
  });
  await using kept = await openEntry(shelf, name);
  if (kept?.stat.ino !== backups.stat.ino) throw wasSwapped(backups.path);
  await chown(kept.self, context.uid, context.gid);
  await chmod(kept.self, 0o700);
  await syncOpened(shelf);
  return path.join(shelf.path, name);
}

function isElsewhere(backups: string, shelf: string): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `${backups} lies on another file system than ${shelf}, so the backups could not be kept and nothing was deleted.`,
    "Copy them to where you want them, then remove the tenant together with its backups.",
  );
}
