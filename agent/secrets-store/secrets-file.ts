import { basename } from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { readInside } from "#agent/files/open-inside.ts";
import { realPlace } from "#agent/files/real-place.ts";
import { replaceFile } from "#agent/files/replace-file.ts";
import { openTenantPlace } from "#agent/files/tenant-place.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { isObject, type JsonObject } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { syncSecretFiles } from "./secret-files.ts";
import type { SecretPath } from "./secret-reference.ts";

export const gatewayTokenPath: SecretPath = ["gateway", "token"];

/**
 * The tenant's secrets as they lie on its disk. The directory is the tenant's,
 * so what stands there is opened without following links and without waiting.
 *
 * @throws AgentFailure PATH_FOREIGN when the file is not what provisioning made
 */
export async function readSecrets(context: AgentContext, tenant: TenantRecord): Promise<JsonObject> {
  const { layout } = tenant;
  const { root, place } = await realPlace(layout, layout.secretsFile);
  // One MiB, which is OpenClaw's own limit for it.
  const inside = await readInside(root, place);
  if (inside.status !== "ok" || inside.stat.uid !== tenant.uid) throw damaged(tenant);
  const reading = await readerOf(context, tenant).json(inside.value);
  if ("problem" in reading && !reading.isInvalid) throw unread(tenant, reading.problem);
  if ("problem" in reading || !isObject(reading.value)) throw damaged(tenant);
  return reading.value;
}

/** The token that opens the tenant's Gateway, as it lies on its disk; null when there is none. @throws as {@link readSecrets} does */
export async function readGatewayToken(context: AgentContext, tenant: TenantRecord): Promise<string | null> {
  return secretAt(await readSecrets(context, tenant), gatewayTokenPath);
}

/**
 * Replaces the file whole, 0600 and the tenant's, and the files that repeat
 * single secrets of it. The directory is held meanwhile, and nothing is written
 * where the tenant could swap it.
 *
 * @throws AgentFailure PATH_FOREIGN when the directory is not what provisioning made
 */
export async function writeSecrets(tenant: TenantRecord, document: JsonObject): Promise<void> {
  const { layout } = tenant;
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

function damaged({ slug }: TenantRecord): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `The secrets file of "${slug}" is missing or is not what Bulkhead made, so nothing was read or changed.`,
    "Repair the tenant: the file is put aside and a new one is made. Then enter its secrets again.",
  );
}

function unread({ slug }: TenantRecord, problem: string): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `The secrets file of "${slug}" ${problem}, so nothing was changed.`,
    "Try again. If it goes on, repair the tenant and enter its secrets again.",
    { isRetryable: true },
  );
}
