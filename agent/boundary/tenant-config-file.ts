import { lstat, readFile } from "node:fs/promises";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { renderTenantConfig, type TenantConfigInput } from "./tenant-config.ts";
import { tenantLayout } from "./tenant-layout.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

/**
 * Makes the configuration on disk be exactly what the spec asks for, readable
 * for the tenant and, where it has a user of its own, not writable.
 *
 * @returns whether the file had to be written
 */
export async function ensureTenantConfig(
  context: AgentContext,
  tenant: TenantRecord,
  input: TenantConfigInput,
): Promise<boolean> {
  const layout = tenantLayout(context.paths, tenant.slug);
  const content = renderTenantConfig(layout, input);
  const mode = tenant.rung === "os-user" ? 0o640 : 0o600;
  const owner = { uid: context.uid, gid: tenant.gid };
  if (await isAsWanted(layout.configFile, content, { mode, ...owner })) return false;
  await writeFileAtomic(layout.configFile, content, { mode, ...owner });
  return true;
}

async function isAsWanted(
  file: string,
  content: string,
  wanted: { mode: number; uid: number; gid: number },
): Promise<boolean> {
  try {
    const stat = await lstat(file);
    const isOwned = stat.uid === wanted.uid && stat.gid === wanted.gid;
    if (!stat.isFile() || !isOwned || (stat.mode & 0o7777) !== wanted.mode) return false;
    return (await readFile(file, "utf8")) === content;
  } catch {
    return false;
  }
}
