import { readdir } from "node:fs/promises";
import { readRegularFile } from "#agent/files/read-regular-file.ts";
import { removeFile, replaceFile } from "#agent/files/replace-file.ts";
import type { TenantPlaces } from "#agent/files/tenant-place.ts";
import { isObject, type JsonObject } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { channelKindSchema } from "#lib/domain/channel/channel-kind.ts";
import { accountIdSchema } from "#lib/domain/channel/channel-setting.ts";
import { fileSettingOf } from "#lib/domain/channel/setting-form.ts";
import { secretFileName, secretFileOf } from "./channels.ts";
import { secretPointer } from "./secret-reference.ts";

/**
 * Some channels take no reference to a secret, but the name of a file that has
 * nothing else in it. Makes those files be what the tenant's secrets are: one
 * for each, 0600 and the tenant's, and none that is left over.
 *
 * @param opened the directory of the tenant's secrets
 */
export async function syncSecretFiles(
  { tree, place }: TenantPlaces,
  tenant: TenantRecord,
  document: JsonObject,
): Promise<void> {
  const wanted = new Map<string, string>();
  for (const [kind, accountId, key, value] of channelSecrets(document)) {
    wanted.set(secretFileName(kind, accountId, key), value);
  }
  const ownership = { mode: 0o600, uid: tenant.uid, gid: tenant.gid };
  for (const [name, value] of wanted) await replaceFile(place, name, value, ownership, tree);
  for (const name of await readdir(place.self)) {
    if (placeOf(name.split(".")) !== null && !wanted.has(name)) await removeFile(place, name);
  }
}

/** What those files have, by the secret's name; null for one that isn't there. */
export async function readSecretFiles(
  tenant: TenantRecord,
  document: JsonObject,
): Promise<ReadonlyMap<string, string | null>> {
  const { layout } = tenant;
  const found = new Map<string, string | null>();
  for (const [kind, accountId, key] of channelSecrets(document)) {
    const file = secretFileOf(layout, kind, accountId, key);
    found.set(secretPointer(["channels", kind, accountId, key]), await readRegularFile(file));
  }
  return found;
}

type Place = readonly [kind: string, accountId: string, key: string];

function channelSecrets({ channels }: JsonObject): (readonly [...Place, value: string])[] {
  return entriesOf(channels).flatMap(([kind, accounts]) =>
    entriesOf(accounts).flatMap(([accountId, secrets]) =>
      entriesOf(secrets).flatMap(([key, value]) => {
        const place = placeOf([kind, accountId, key]);
        return place === null || typeof value !== "string" ? [] : [[...place, value] as const];
      }),
    ),
  );
}

/** The three when they name a secret that lies in a file of its own. */
function placeOf([kind, accountId, key, ...rest]: readonly string[]): Place | null {
  const known = channelKindSchema.safeParse(kind);
  const account = accountIdSchema.safeParse(accountId);
  if (!known.success || !account.success || key === undefined || rest.length > 0) return null;
  return fileSettingOf(known.data, key) === null ? null : [known.data, account.data, key];
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
