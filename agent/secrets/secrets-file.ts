import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { AgentFailure } from "#agent/agent-error.ts";
import type { SecretPath } from "#agent/boundary/secret-reference.ts";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import { isObject, type JsonObject } from "#agent/evidence/json-value.ts";
import { replaceFile } from "#agent/files/replace-file.ts";
import { openTenantPlace } from "#agent/files/tenant-place.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { syncSecretFiles } from "./secret-files.ts";

/** OpenClaw's own limit for a secrets file. */
const maxBytes = 1024 * 1024;

/**
 * The tenant's secrets as they lie on its disk. The directory is the tenant's,
 * so what stands there is opened without following links and without waiting.
 *
 * @throws AgentFailure PATH_FOREIGN when the file is not what provisioning made
 */
export async function readSecrets(context: AgentContext, tenant: TenantRecord): Promise<JsonObject> {
  const { secretsFile } = tenantLayout(context.paths, tenant.slug);
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(secretsFile, flags).catch((error: NodeJS.ErrnoException) => {
    if (["ENOENT", "ELOOP", "ENXIO"].includes(error.code ?? "")) throw damaged(tenant);
    throw error;
  });
  try {
    const stat = await handle.stat();
    const isOwn = stat.isFile() && stat.uid === tenant.uid && stat.nlink === 1 && stat.size <= maxBytes;
    const document = isOwn ? parse(await handle.readFile("utf8")) : null;
    if (document === null) throw damaged(tenant);
    return document;
  } finally {
    await handle.close();
  }
}

/**
 * Replaces the file whole, 0600 and the tenant's, and the files that repeat
 * single secrets of it. The directory is held meanwhile, and nothing is written
 * where the tenant could swap it.
 *
 * @throws AgentFailure PATH_FOREIGN when the directory is not what provisioning made
 */
export async function writeSecrets(
  context: AgentContext,
  tenant: TenantRecord,
  document: JsonObject,
): Promise<void> {
  const layout = tenantLayout(context.paths, tenant.slug);
  const owner = { mode: 0o600, uid: tenant.uid, gid: tenant.gid };
  await using opened = await openTenantPlace(layout, "secrets", tenant.uid);
  const { tree, place } = opened;
  const content = `${JSON.stringify(document, null, 2)}\n`;
  await replaceFile(place, basename(layout.secretsFile), content, owner, tree);
  await syncSecretFiles(opened, tenant, document);
}

/** The value at a path; null when there is none. */
export function secretAt(document: JsonObject, path: SecretPath): string | null {
  let value: unknown = document;
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : null;
  return typeof value === "string" && value !== "" ? value : null;
}

/** A copy with another value at a path; null takes it away, and the places around it that it leaves empty. */
export function withSecret(document: JsonObject, path: SecretPath, value: string | null): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return document;
  const { [key]: current, ...others } = document;
  if (rest.length === 0) return value === null ? others : { ...others, [key]: value };
  const inner = withSecret(isObject(current) ? current : {}, rest, value);
  return Object.keys(inner).length === 0 ? others : { ...others, [key]: inner };
}

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function damaged({ slug }: TenantRecord): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `The secrets file of "${slug}" is missing or is not what Bulkhead made, so nothing was read or changed.`,
    "Repair the tenant: the file is put aside and a new one is made. Then enter its secrets again.",
  );
}
