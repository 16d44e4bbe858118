import path from "node:path";
import { readConfigStore, writeConfigStore } from "#agent/config-file/config-store.ts";
import { parseConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { composeConfig } from "#agent/drift/compose-config.ts";
import { readDrift, withMasking } from "#agent/drift/read-drift.ts";
import { showPath } from "#agent/drift/show-change.ts";
import { openEntry, readFileIn } from "#agent/files/open-entry.ts";
import { type FileOwnership, removeFile, replaceFile } from "#agent/files/replace-file.ts";
import { openTenantPlace } from "#agent/files/tenant-place.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { sandboxFor } from "./config/sandbox-for.ts";
import type { TenantConfigInput } from "./tenant-config.ts";

/** OpenClaw's own limit is lower. */
const maxConfigBytes = 4 * 1024 * 1024;

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
  const { layout, content, adopted, store, ownership } = await wantedConfig(context, tenant, input);
  const isWritten = !(await isAsWanted(layout, content, ownership));
  if (isWritten) await writeTenantConfig(layout, content, ownership);
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
  const { layout, content, ownership } = await wantedConfig(context, tenant, input);
  return isAsWanted(layout, content, ownership);
}

/** Writes the configuration beside the one in use, for OpenClaw to check it there first. */
export async function stageTenantConfig(
  context: AgentContext,
  tenant: TenantRecord,
  input: TenantConfigInput,
  ending = "staged",
): Promise<StagedConfig> {
  const { layout, content, ownership } = await wantedConfig(context, tenant, input);
  return stageConfig(layout, content, ownership, ending);
}

export type StagedConfig = { readonly file: string; discard(): Promise<void> };

/** Puts a configuration beside the one in use, in the directory that the tenant can only read. */
export async function stageConfig(
  layout: TenantLayout,
  content: string,
  ownership: ConfigOwnership,
  ending = "staged",
): Promise<StagedConfig> {
  const name = `${path.basename(layout.configFile)}.${ending}`;
  await using opened = await openTenantPlace(layout, "config", ownership.uid);
  await replaceFile(opened.place, name, content, ownership);
  return {
    file: path.join(layout.config, name),
    async discard() {
      await using again = await openTenantPlace(layout, "config", ownership.uid);
      await removeFile(again.place, name);
    },
  };
}

/** Replaces the configuration in use. Where it lies comes from the slug, whatever a Gateway says that it reads. */
export async function writeTenantConfig(
  layout: TenantLayout,
  content: string,
  ownership: ConfigOwnership,
): Promise<void> {
  await using opened = await openTenantPlace(layout, "config", ownership.uid);
  await replaceFile(opened.place, path.basename(layout.configFile), content, ownership);
}

export type ConfigOwnership = Required<FileOwnership>;

/** The agent's, and readable for the tenant through its group where it has a user of its own. */
export function configOwnership(context: AgentContext, tenant: TenantRecord): ConfigOwnership {
  return { mode: hasOwnUser(tenant) ? 0o640 : 0o600, uid: context.uid, gid: tenant.gid };
}

/** The bytes of the configuration in use; null when there is none, or something else stands in its place. */
export async function readTenantConfig(layout: TenantLayout, agentUid: number): Promise<Buffer | null> {
  await using opened = await openTenantPlace(layout, "config", agentUid);
  return await readFileIn(opened.place, path.basename(layout.configFile), agentUid, maxConfigBytes).catch(
    () => null,
  );
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
  const changes = [...(drift?.changes ?? []), ...overruled];
  const paths = await withMasking(context, tenant, (masking) =>
    changes.map(({ path }) => showPath(path, masking)),
  );
  if (paths.length === 0) return drift === null ? null : "It replaces a file that was edited by hand.";
  const named = [...new Set(paths)];
  const shown = named.slice(0, 8).join(", ");
  return `It replaces what was changed by hand: ${shown}${named.length > 8 ? ` and ${named.length - 8} more` : ""}.`;
}

async function wantedConfig(context: AgentContext, tenant: TenantRecord, input: TenantConfigInput) {
  const { layout } = tenant;
  const store = await readConfigStore(context, tenant.slug);
  const sandbox = await sandboxFor(context, tenant);
  const accepted = store === null ? null : await parseConfig(context, tenant, store.content);
  const said = accepted !== null && "config" in accepted ? accepted.config : null;
  const { content, kept, overruled } = composeConfig(layout, { ...input, sandbox }, store, said);
  return {
    layout,
    content,
    adopted: kept.map(({ path, ...sides }) => ({ path: [...path], ...sides })),
    overruled,
    store,
    ownership: configOwnership(context, tenant),
  };
}

async function isAsWanted(layout: TenantLayout, content: string, wanted: ConfigOwnership): Promise<boolean> {
  await using opened = await openTenantPlace(layout, "config", wanted.uid);
  const name = path.basename(layout.configFile);
  await using entry = await openEntry(opened.place, name);
  if (!entry?.stat.isFile()) return false;
  const { uid, gid, mode } = entry.stat;
  if (uid !== wanted.uid || gid !== wanted.gid || (mode & 0o7777) !== wanted.mode) return false;
  const bytes = await readFileIn(opened.place, name, wanted.uid, maxConfigBytes).catch(() => null);
  return bytes?.toString("utf8") === content;
}
