import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { writeFileAtomic } from "#agent/files/write-file-atomic.ts";
import { createTenantLock } from "#agent/registry/tenant-lock.ts";
import { readSecrets, secretAt } from "#agent/secrets-store/secrets-file.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { channelAddress, modelAddress } from "#lib/domain/credential/secret-address.ts";
import { channelSecretName, modelSecretName, secretPathOf } from "#lib/domain/credential/secret-name.ts";
import { replaceForms } from "#lib/domain/secrecy/secret-shapes.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

/** By the secret's name; null: entered since, and not yet used anywhere. */
const addressesSchema = z.record(z.string(), z.string().nullable());
type Addresses = z.infer<typeof addressesSchema>;
type Place = Pick<AgentContext, "paths">;
type Settings = Pick<TenantRecord, "models" | "channels">;

// Secrets are entered and configurations written under locks of their own.
const locks = createTenantLock();

/**
 * Ties every secret on the host that a configuration uses to the address that
 * it is used at, and refuses one that would send a secret elsewhere than where
 * it is tied to. A secret that was entered since is free to be tied anew: who
 * enters it knows it. What the dashboard believes plays no part.
 *
 * @param before what the host has now; ties secrets from before this was remembered
 * @throws AgentFailure CONFIG_REFUSED
 */
export function tieSecrets(
  context: AgentContext,
  tenant: TenantRecord,
  before: Settings,
  wanted: Settings,
): Promise<void> {
  return locks.run(tenant.slug, async () => {
    const kept = await readAddresses(context, tenant.slug);
    const old = addressesOf(before);
    const document = await readSecrets(context, tenant).catch(withoutSecrets);
    const used = Object.entries(addressesOf(wanted)).filter(
      ([name]) => secretAt(document, secretPathOf(name) ?? []) !== null,
    );
    for (const [name, address] of used) {
      const tied = name in kept ? kept[name] : old[name];
      if (tied !== undefined && tied !== null && tied !== address) throw moved(tenant.slug, name, tied);
    }
    const ties = { ...kept, ...Object.fromEntries(used) };
    if (JSON.stringify(ties) !== JSON.stringify(kept)) await writeAddresses(context, tenant.slug, ties);
  });
}

/** A file that can't be read is put aside by provisioning: there is nothing in it to be sent. */
function withoutSecrets(error: unknown): JsonObject {
  if (error instanceof AgentFailure && error.detail.code === "PATH_FOREIGN") return {};
  throw error;
}

/** What was entered just now is tied to nothing yet. */
export function untieSecrets(context: Place, slug: Slug, names: readonly string[]): Promise<void> {
  return locks.run(slug, async () => {
    const kept = await readAddresses(context, slug);
    const free = Object.fromEntries(names.map((name): [string, null] => [name, null]));
    await writeAddresses(context, slug, { ...kept, ...free });
  });
}

/** Where the configuration in use sends the secret of this name; null where it sends none. */
export function addressInUse(settings: Settings, name: string): string | null {
  return addressesOf(settings)[name] ?? null;
}

export async function forgetSecretAddresses(context: Place, slug: Slug): Promise<void> {
  await locks.run(slug, () => rm(fileOf(context, slug), { force: true }));
}

function addressesOf({ models, channels }: Settings): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...models
      .filter(({ hasKey }) => hasKey)
      .map((setting) => [modelSecretName(setting.provider), modelAddress(setting)]),
    ...channels.flatMap(({ kind, accountId, options, secrets }) =>
      secrets.map((key) => [channelSecretName(kind, accountId, key), channelAddress(kind, options)]),
    ),
  ]);
}

async function readAddresses(context: Place, slug: Slug): Promise<Addresses> {
  let text: string;
  try {
    text = await readFile(fileOf(context, slug), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  return addressesSchema.parse(JSON.parse(text));
}

async function writeAddresses(context: Place, slug: Slug, addresses: Addresses): Promise<void> {
  const file = fileOf(context, slug);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
}

function fileOf({ paths }: Place, slug: Slug): string {
  return path.join(paths.agent, "secret-addresses", `${slug}.json`);
}

function moved(slug: Slug, name: string, address: string): AgentFailure {
  const place = address === "" ? "its provider's own address" : replaceForms(address, () => "[masked]");
  return new AgentFailure(
    "CONFIG_REFUSED",
    `The secret ${name} of "${slug}" was entered for ${place}, and this configuration would send it elsewhere.`,
    "Enter the secret again in the dashboard together with the new address, or put the address back.",
  );
}
