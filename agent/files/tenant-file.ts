import path from "node:path";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import { type FileOwnership, removeFile, replaceFile } from "./replace-file.ts";
import { openTenantPlace, type TenantPlace } from "./tenant-place.ts";

/** A file of a tenant's that the agent writes: always in one of the tree's own directories, under one name. */
export type TenantFile = {
  readonly layout: TenantLayout;
  readonly place: TenantPlace;
  readonly name: string;
  /** Whose the directory must be where it is the tenant's own. */
  readonly tenantUid: number;
};

/**
 * Replaces a file of a tenant's whole. It is written in the tree's root, where
 * no tenant reaches it, and moved to its place from there in one step.
 *
 * @returns its path, for the tenant's programs
 * @throws AgentFailure PATH_FOREIGN
 */
export async function writeTenantFile(
  { layout, place, name, tenantUid }: TenantFile,
  content: string | Buffer,
  ownership: FileOwnership,
): Promise<string> {
  await using opened = await openTenantPlace(layout, place, tenantUid);
  await replaceFile(opened.place, name, content, ownership, opened.tree);
  return path.join(layout[place], name);
}

/** No-op when it isn't there. */
export async function removeTenantFile({ layout, place, name, tenantUid }: TenantFile): Promise<void> {
  await using opened = await openTenantPlace(layout, place, tenantUid);
  await removeFile(opened.place, name);
}
