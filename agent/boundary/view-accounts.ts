import path from "node:path";
import { replaceFile } from "#agent/files/replace-file.ts";
import { openTenantPlace } from "#agent/files/tenant-place.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** Where the accounts that a tenant sees inside its view are kept: in the agent's own part of its tree. */
export function viewAccounts({ output }: TenantLayout): { passwd: string; group: string } {
  return { passwd: path.join(output, "view-passwd"), group: path.join(output, "view-group") };
}

/**
 * Writes the accounts that a tenant sees: root, nobody and itself. The host's
 * own list would name every other tenant. The directory must be there.
 */
export async function writeViewAccounts({ layout, userName, uid, gid }: TenantRecord): Promise<void> {
  const files = viewAccounts(layout);
  const shell = "/usr/sbin/nologin";
  const passwd = [
    `root:x:0:0:root:/root:${shell}`,
    `nobody:x:65534:65534:nobody:/nonexistent:${shell}`,
    `${userName}:x:${uid}:${gid}::${layout.home}:${shell}`,
  ];
  const group = ["root:x:0:", "nogroup:x:65534:", `${userName}:x:${gid}:`];
  await using opened = await openTenantPlace(layout, "output", uid);
  for (const [file, lines] of [[files.passwd, passwd] as const, [files.group, group] as const]) {
    await replaceFile(opened.place, path.basename(file), `${lines.join("\n")}\n`, { mode: 0o644 });
  }
}
