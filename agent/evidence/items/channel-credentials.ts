import path from "node:path";
import { listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { observePlace } from "#agent/evidence/sources/observe-place.ts";
import { addFingerprint, observeSecrets } from "#agent/evidence/sources/observe-secrets.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { noteUnknownSettings } from "#agent/evidence/sources/unknown-settings.ts";
import { listInside, readInside } from "#agent/files/open-inside.ts";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import { at, isObject, textAt, walk } from "#agent/system/json-value.ts";

const mostDirectories = 500;

/** Tokens and sign-ins of chat channels: in the configuration, and in the credentials directory. */
export async function observeChannelCredentials(draft: Draft, view: TenantView): Promise<void> {
  noteUnknownSettings(draft, view, /^channels\..*\bauthDir$/);
  const stored = await observeStored(draft, view);
  if (!view.config.isReadable) {
    draft.unmeasured(view.config.reason);
    return;
  }
  draft.how("effective configuration on disk");
  const { config, written } = view.config;
  const secrets = listConfigSecrets(written).filter(({ item }) => item === "channel-credentials");
  const count = await observeSecrets(draft, view, secrets);
  await observeSignInDirectories(draft, view, config);
  const channels = at(config, "channels");
  const names = isObject(channels) ? Object.keys(channels) : [];
  draft.fact("Channels", names.length === 0 ? "None configured" : names.join(", "));
  if (count + stored === 0 && secrets.length === 0) draft.fact("Credentials", "None on this host");
}

async function observeStored(draft: Draft, view: TenantView): Promise<number> {
  const directory = path.join(view.stateDirectory, "credentials");
  const listed = await listInside(view.root, directory);
  draft.how("listing of the credentials directory");
  if (listed.status === "missing") return 0;
  await observePlace(draft, view, directory, { label: "credentials directory" });
  if (listed.status === "refused") {
    draft.unmeasured(`Stored credentials could not be listed: ${listed.reason}.`);
    return 0;
  }
  draft.fact("Files in the credentials directory", String(listed.value.length));
  // Allowlists lie beside the secrets; two tenants may well have equal ones.
  const secrets = listed.value
    .filter((name) => name.endsWith(".secret"))
    .map((name) => path.join(directory, name));
  const signIns = await whatsappFiles(draft, view, path.join(directory, "whatsapp"));
  let count = 0;
  for (const file of [...secrets, ...signIns]) {
    if (view.isOver.aborted) break;
    const inside = await readInside(view.root, file);
    if (inside.status === "ok") {
      count += 1;
      addFingerprint(draft, view, inside.value.trim(), path.relative(directory, file));
    } else if (inside.status === "refused") {
      draft.unmeasured(`A stored credential could not be compared: ${inside.reason}.`);
    }
  }
  return count;
}

async function whatsappFiles(draft: Draft, view: TenantView, directory: string): Promise<string[]> {
  const accounts = await listInside(view.root, directory);
  if (accounts.status === "refused")
    draft.unmeasured(`Stored credentials could not be listed: ${accounts.reason}.`);
  if (accounts.status !== "ok") return [];
  return accounts.value.map((account) => path.join(directory, account, "creds.json"));
}

/** Directories that a channel's account keeps its sign-in in, where the configuration names one. */
async function observeSignInDirectories(draft: Draft, view: TenantView, config: unknown): Promise<void> {
  const found: { label: string; path: string }[] = [];
  walk(at(config, "channels"), (value, keys) => {
    const given = textAt(value, "authDir");
    if (given !== null) {
      found.push({
        label: `sign-in of channel ${keys.join(".")}`,
        path: resolveUserPath(given, view.surroundings),
      });
    }
    return true;
  });
  if (found.length > mostDirectories)
    draft.unmeasured(`Only ${mostDirectories} of ${found.length} sign-in directories were looked at.`);
  for (const { label, path: given } of found.slice(0, mostDirectories))
    await observePlace(draft, view, given, { label });
}
