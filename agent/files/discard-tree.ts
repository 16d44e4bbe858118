import { randomBytes } from "node:crypto";
import { readdir, readlink, rename, rmdir } from "node:fs/promises";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { deleteAll } from "#agent/files/delete-all.ts";
import { openEntry } from "#agent/files/open-entry.ts";
import { makeDirectory, openTrustedDirectory, syncOpened } from "#agent/files/opened-directory.ts";
import { isMount, wasSwapped } from "#agent/files/place-failure.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { type Slug, slugSchema } from "#lib/domain/tenant/slug.ts";
import { readMounts } from "./mounts.ts";

type Place = Pick<AgentContext, "paths" | "uid">;

/** No slug begins with a point, so that no tenant's tree is ever called so. */
const binName = /^\.removing-[0-9a-f]{12}-/;

/**
 * Deletes a tenant's tree. It is moved into a directory that the agent alone
 * can enter first, on the same file system and in one step: from then on nobody
 * reaches a name in it. Cut off in between, the rest is deleted by the next
 * call, or when the agent starts. The caller has made sure that the tree is this tenant's.
 *
 * @returns false when there was nothing to delete
 * @throws AgentFailure PATH_FOREIGN when something is mounted in the tree; then nothing was deleted
 */
export async function discardTree(context: Place, slug: Slug): Promise<boolean> {
  const isLeft = await finishRemoval(context, slug);
  await using tenants = await openTrustedDirectory(context.paths.tenants);
  await using tree = await openEntry(tenants, slug);
  if (tree === null) return isLeft;
  await refuseMountsBelow(context, slug);
  const name = `.removing-${randomBytes(6).toString("hex")}-${slug}`;
  await makeDirectory(tenants, name);
  {
    await using bin = await tenants.enter(name, [context.uid]);
    await rename(tenants.at(slug), bin.at("tree"));
    await syncOpened(tenants);
    await using moved = await openEntry(bin, "tree");
    if (moved?.stat.ino !== tree.stat.ino) throw wasSwapped(tree.path);
    await deleteAll(bin);
  }
  await rmdir(tenants.at(name));
  await syncOpened(tenants);
  return true;
}

/** Whose trees were being removed when an agent ended. */
export async function listUnfinished(context: Place): Promise<Slug[]> {
  await using tenants = await openTrustedDirectory(context.paths.tenants);
  const names = (await readdir(tenants.self)).filter((name) => binName.test(name));
  return names.flatMap((name) => slugSchema.safeParse(slugOf(name)).data ?? []);
}

/** Deletes what a removal that was cut off left of a tenant's tree. The caller holds the tenant's lock. */
export async function finishRemoval(context: Place, slug: Slug): Promise<boolean> {
  await using tenants = await openTrustedDirectory(context.paths.tenants);
  const names = (await readdir(tenants.self)).filter((name) => binName.test(name) && slugOf(name) === slug);
  for (const name of names) {
    {
      await using bin = await tenants.enter(name, [context.uid]);
      await deleteAll(bin);
    }
    await rmdir(tenants.at(name));
  }
  return names.length > 0;
}

function slugOf(name: string): string {
  return name.replace(binName, "");
}

/**
 * Refuses a tree in which something is mounted, by name: what is mounted there
 * is not the tenant's to lose, and moving the tree would take it along.
 *
 * @throws AgentFailure PATH_FOREIGN
 */
export async function refuseMountsBelow({ paths }: Pick<AgentContext, "paths">, slug: Slug): Promise<void> {
  const { tree } = tenantLayout(paths, slug);
  await using tenants = await openTrustedDirectory(paths.tenants);
  const real = `${await readlink(tenants.self)}/${slug}`;
  const found = readMounts().find(({ point }) => point === real || point.startsWith(`${real}/`));
  if (found !== undefined) throw isMount(path.join(tree, path.relative(real, found.point)));
}
