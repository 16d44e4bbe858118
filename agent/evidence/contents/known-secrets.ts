import path from "node:path";
import { listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import { readDotenv } from "#agent/config-file/read-dotenv.ts";
import { roleOfVariable } from "#agent/evidence/configuration/view-secrets.ts";
import { listWorkspaces } from "#agent/evidence/sources/agent-directories.ts";
import { resolveSecret } from "#agent/evidence/sources/resolve-secret.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { listInside, readInside } from "#agent/files/open-inside.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import { secretPointer } from "#agent/secrets-store/secret-reference.ts";
import { at, textAt, walk } from "#agent/system/json-value.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { isSecretVariable } from "#lib/domain/secrecy/credential-setting.ts";

export type SecretItem = Extract<Item, "channel-credentials" | "model-credentials" | "gateway-token">;

/** A secret of a tenant's, to be searched for. Never leaves the agent. */
export type KnownSecret = { readonly value: string; readonly item: SecretItem; readonly setting: string };

/** As many of one tenant are searched for. */
export const mostSecrets = 500;
const mostFiles = 50;

/**
 * Every value that is a secret of the tenant's, wherever it stands: in its
 * secrets file, its configuration, OpenClaw's databases, dotenv files, its
 * Gateway's environment, and where channels and devices keep their sign-ins.
 */
export async function listKnownSecrets(view: TenantView): Promise<KnownSecret[]> {
  const found = [
    ...(await ofConfiguration(view)),
    ...(await ofSecretsFile(view)),
    ...ofDatabases(view),
    ...ofVariables(view.surroundings.env, "environment: "),
    ...(await ofDotenvFiles(view)),
    ...(await ofSignIns(view)),
  ];
  const byValue = new Map<string, KnownSecret>();
  for (const secret of found) {
    const value = secret.value.trim();
    if (value !== "" && !byValue.has(value)) byValue.set(value, { ...secret, value });
  }
  return [...byValue.values()];
}

async function ofSecretsFile(view: TenantView): Promise<KnownSecret[]> {
  const strings = await stringsIn(view, rebaseInto(view.root, view.layout.tree, view.layout.secretsFile));
  return strings.map(({ value, keys }) => {
    const item =
      keys[0] === "channels" ? "channel-credentials" : keys[0] === "gateway" ? "gateway-token" : null;
    return { value, item: item ?? "model-credentials", setting: secretPointer(keys) };
  });
}

async function ofConfiguration(view: TenantView): Promise<KnownSecret[]> {
  if (!view.config.isReadable) return [];
  const found: KnownSecret[] = [];
  for (const { setting, item, source } of listConfigSecrets(view.config.written).slice(0, mostSecrets)) {
    const resolved = await resolveSecret(view, source);
    if (resolved.status === "found") found.push({ value: resolved.value, item, setting });
  }
  return found;
}

function ofDatabases({ database }: TenantView): KnownSecret[] {
  const item = "model-credentials";
  return [
    ...database.profiles.map(({ label, value }) => ({ value, item, setting: label }) as const),
    ...[...database.store].map(
      ([name, value]) => ({ value, item, setting: `secret store: ${name}` }) as const,
    ),
  ];
}

const itemsOfRoles: Readonly<Record<string, SecretItem>> = {
  gateway: "gateway-token",
  hooks: "gateway-token",
  channel: "channel-credentials",
};

function ofVariables(variables: Readonly<Record<string, string>>, prefix: string): KnownSecret[] {
  return Object.entries(variables)
    .filter(([name, value]) => isSecretVariable(name.toUpperCase()) && !value.startsWith("$"))
    .map(([name, value]) => {
      const item = itemsOfRoles[roleOfVariable(name)] ?? "model-credentials";
      return { value, item, setting: `${prefix}${name}` };
    });
}

async function ofDotenvFiles(view: TenantView): Promise<KnownSecret[]> {
  if (!view.config.isReadable) return [];
  const workspaces = listWorkspaces(view.config.config, view.surroundings, view.stateDirectory);
  const found: KnownSecret[] = [];
  for (const directory of [...workspaces.slice(0, mostFiles).map((each) => each.path), view.layout.home]) {
    const file = path.join(rebaseInto(view.root, view.layout.tree, directory), ".env");
    if (!isInside(file, view.root)) continue;
    const inside = await readDotenv(view.context, view.record, view.root, file);
    if (inside.status === "ok") found.push(...ofVariables(Object.fromEntries(inside.value), ".env: "));
  }
  return found;
}

/** What WhatsApp's and OpenClaw's own files of an account or device hold of keys and tokens. */
async function ofSignIns(view: TenantView): Promise<KnownSecret[]> {
  const found: KnownSecret[] = [];
  for (const { file, item } of await signInFiles(view)) {
    const name = path.relative(view.stateDirectory, file);
    if (file.endsWith(".secret")) {
      const inside = await readInside(view.root, file);
      if (inside.status === "ok") found.push({ value: inside.value, item, setting: name });
      continue;
    }
    for (const { value, keys } of await stringsIn(view, file)) {
      const isOwn =
        keys.some((key) => /priv|secret|token|password/i.test(key)) && !/public/i.test(keys.join("."));
      if (isOwn && /^[A-Za-z0-9+/_=.-]{16,}$/.test(value))
        found.push({ value, item, setting: `${name}: ${keys.join(".")}` });
    }
  }
  return found;
}

async function signInFiles(view: TenantView): Promise<{ file: string; item: SecretItem }[]> {
  const credentials = path.join(view.stateDirectory, "credentials");
  const whatsapp = path.join(credentials, "whatsapp");
  const identity = path.join(view.stateDirectory, "identity");
  const namesIn = async (directory: string) => {
    const listed = await listInside(view.root, directory);
    return listed.status === "ok" ? listed.value.slice(0, mostFiles) : [];
  };
  const accounts = [
    ...(await namesIn(whatsapp)).map((account) => path.join(whatsapp, account)),
    ...authDirectories(view).filter((directory) => isInside(directory, view.root)),
  ];
  const stored = (await namesIn(credentials)).filter((name) => /\.(secret|json)$/.test(name));
  const channel = [
    ...stored.filter((name) => !/-?allowFrom\.json$/i.test(name)).map((name) => path.join(credentials, name)),
    ...accounts.map((directory) => path.join(directory, "creds.json")),
  ];
  const device = (await namesIn(identity))
    .filter((name) => name.endsWith(".json"))
    .map((name) => path.join(identity, name));
  return [
    ...channel.map((file) => ({ file, item: "channel-credentials" }) as const),
    ...device.map((file) => ({ file, item: "gateway-token" }) as const),
  ];
}

function authDirectories(view: TenantView): string[] {
  const found: string[] = [];
  if (!view.config.isReadable) return found;
  walk(at(view.config.config, "channels"), (value) => {
    const given = textAt(value, "authDir");
    if (given !== null)
      found.push(rebaseInto(view.root, view.layout.tree, resolveUserPath(given, view.surroundings)));
    return true;
  });
  return found.slice(0, mostFiles);
}

async function stringsIn(
  view: TenantView,
  file: string,
): Promise<{ value: string; keys: readonly string[] }[]> {
  const inside = await readInside(view.root, file);
  if (inside.status !== "ok") return [];
  const reading = await readerOf(view.context, view.record).json(inside.value);
  const found: { value: string; keys: readonly string[] }[] = [];
  if ("problem" in reading) return found;
  walk(reading.value, (value, keys) => {
    if (typeof value === "string" && found.length < mostSecrets) found.push({ value, keys });
    return true;
  });
  return found;
}
