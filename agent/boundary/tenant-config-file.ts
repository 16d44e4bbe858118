import { lstat, readFile, rm } from "node:fs/promises";
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
  const { file, content, ownership } = wantedConfig(context, tenant, input);
  if (await isAsWanted(file, content, ownership)) return false;
  await writeFileAtomic(file, content, ownership);
  return true;
}

export async function isConfigAsWanted(
  context: AgentContext,
  tenant: TenantRecord,
  input: TenantConfigInput,
): Promise<boolean> {
  const { file, content, ownership } = wantedConfig(context, tenant, input);
  return isAsWanted(file, content, ownership);
}

/** Writes the configuration beside the one in use, for OpenClaw to check it there first. */
export async function stageTenantConfig(
  context: AgentContext,
  tenant: TenantRecord,
  input: TenantConfigInput,
): Promise<{ readonly file: string; discard(): Promise<void> }> {
  const { file: inUse, content, ownership } = wantedConfig(context, tenant, input);
  const file = `${inUse}.staged`;
  await writeFileAtomic(file, content, ownership);
  return { file, discard: () => rm(file, { force: true }) };
}

function wantedConfig(context: AgentContext, tenant: TenantRecord, input: TenantConfigInput) {
  const layout = tenantLayout(context.paths, tenant.slug);
  return {
    file: layout.configFile,
    content: renderTenantConfig(layout, input),
    ownership: { mode: tenant.rung === "os-user" ? 0o640 : 0o600, uid: context.uid, gid: tenant.gid },
  };
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
