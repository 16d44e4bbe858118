import { realpath } from "node:fs/promises";
import path from "node:path";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import { isInside } from "./inspect-place.ts";

/**
 * A place of a tenant's own as it is reached without a link, where the
 * installation's home is reached through one, and the real path of its tree.
 */
export async function realPlace(
  { tree }: Pick<TenantLayout, "tree">,
  file: string,
): Promise<{ readonly root: string; readonly place: string }> {
  const root = await realpath(tree).catch(() => tree);
  return { root, place: rebaseInto(root, tree, file) };
}

/** The same place under the tree's real path. What lies outside the tree stays what it is. */
export function rebaseInto(root: string, tree: string, file: string): string {
  return isInside(file, tree) ? path.join(root, path.relative(tree, file)) : file;
}
