import { lstat, readFile, rm } from "node:fs/promises";
import type { AgentContext } from "#agent/context.ts";
import { composeConfig } from "#agent/drift/compose-config.ts";
import { readConfigStore, writeConfigStore } from "#agent/drift/config-store.ts";
import { readDrift } from "#agent/drift/read-drift.ts";
import { parseConfig } from "#agent/evidence/read-config.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { sandboxFor } from "./config/sandbox-for.ts";
import type { TenantConfigInput } from "./tenant-config.ts";
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
  const { file, content, adopted, store, ownership } = await wantedConfig(context, tenant, input);
  const isWritten = !(await isAsWanted(file, content, ownership));
  if (isWritten) await writeFileAtomic(file, content, ownership);
  // Remembered after it is on disk: cut off in between, it shows as drift instead of hiding one.
  if (store?.content !== content || store.adopted.length !== adopted.length) {
    await writeConfigStore(context, tenant.slug, { content, adopted });
  }
  return isWritten;
}

export async function isConfigAsWanted(
  context: AgentContext,
  tenant: TenantRecord,
  input: TenantConfigInput,
): Promise<boolean> {
  const { file, content, ownership } = await wantedConfig(context, tenant, input);
  return isAsWanted(file, content, ownership);
}

/** Writes the configuration beside the one in use, for OpenClaw to check it there first. */
export async function stageTenantConfig(
  context: AgentContext,
  tenant: TenantRecord,
  input: TenantConfigInput,
  ending = "staged",
): Promise<{ readonly file: string; discard(): Promise<void> }> {
  const { file: inUse, content, ownership } = await wantedConfig(context, tenant, input);
  const file = `${inUse}.${ending}`;
  await writeFileAtomic(file, content, ownership);
  return { file, discard: () => rm(file, { force: true }) };
}

/**
 * What writing the configuration now would undo of what was changed by hand;
 * null when it undoes nothing. For an operator.
 */
export async function describeOverwritten(
  context: AgentContext,
  tenant: TenantRecord,
  input: TenantConfigInput,
): Promise<string | null> {
  const { overruled } = await wantedConfig(context, tenant, input);
  const drift = await readDrift(context, tenant);
  const paths = [...(drift?.changes ?? []), ...overruled].map(({ path }) => path.join("."));
  if (paths.length === 0) return drift === null ? null : "It replaces a file that was edited by hand.";
  const named = [...new Set(paths)];
  const shown = named.slice(0, 8).join(", ");
  return `It replaces what was changed by hand: ${shown}${named.length > 8 ? ` and ${named.length - 8} more` : ""}.`;
}

async function wantedConfig(context: AgentContext, tenant: TenantRecord, input: TenantConfigInput) {
  const layout = tenantLayout(context.paths, tenant.slug);
  const store = await readConfigStore(context, tenant.slug);
  const sandbox = await sandboxFor(context, tenant);
  const accepted = store === null ? null : await parseConfig(context, tenant, store.content);
  const said = accepted !== null && "config" in accepted ? accepted.config : null;
  const { content, kept, overruled } = composeConfig(layout, { ...input, sandbox }, store, said);
  return {
    file: layout.configFile,
    content,
    adopted: kept.map(({ path, ...sides }) => ({ path: [...path], ...sides })),
    overruled,
    store,
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
