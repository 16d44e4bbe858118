import { type ConfigSecret, listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import { fingerprint, shortFingerprint } from "#agent/system/fingerprint.ts";
import { isNoModelKey } from "#lib/domain/secrecy/placeholders.ts";
import type { Draft } from "./evidence-builder.ts";
import { observePlace } from "./observe-place.ts";
import { type ResolvedSecret, resolveSecret } from "./resolve-secret.ts";
import type { TenantView } from "./tenant-view.ts";

const mostSecrets = 500;

/** What the configuration in effect has of an item's secrets; null, and said, where it can't be read. */
export function listSecretsOf(
  draft: Draft,
  view: TenantView,
  item: ConfigSecret["item"],
): readonly ConfigSecret[] | null {
  if (!view.config.isReadable) {
    draft.unmeasured(view.config.reason);
    return null;
  }
  draft.how("effective configuration on disk");
  if (view.unknownVariables !== null)
    draft.unmeasured(`Variables that OpenClaw reads of a .env file are not known: ${view.unknownVariables}.`);
  return listConfigSecrets(view.config.written).filter((secret) => secret.item === item);
}

/** Fingerprints each secret of the configuration, and looks at the files they lie in. @returns how many were found */
export async function observeSecrets(
  draft: Draft,
  view: TenantView,
  secrets: readonly ConfigSecret[],
): Promise<number> {
  let count = 0;
  const files = new Set<string>();
  if (secrets.length > mostSecrets)
    draft.unmeasured(`Only ${mostSecrets} of ${secrets.length} secrets were looked at.`);
  for (const { setting, source } of secrets.slice(0, mostSecrets)) {
    if (view.isOver.aborted) break;
    const resolved = await resolveSecret(view, source);
    if (resolved.file !== null) files.add(resolved.file);
    if (resolved.status === "found") {
      if (isPlaceholder(draft, resolved.value)) continue;
      count += 1;
      addFingerprint(draft, view, resolved.value, setting);
      if (source.kind === "plain") notePlain(draft, setting);
      continue;
    }
    noteUnresolved(draft, setting, resolved);
  }
  for (const file of files) await observePlace(draft, view, file, { label: "file with secrets" });
  return count;
}

export function addFingerprint(draft: Draft, view: TenantView, secret: string, label: string): void {
  if (isPlaceholder(draft, secret)) return;
  const value = fingerprint(view.context.fingerprintKey, secret);
  draft.how("keyed fingerprint of each secret");
  draft.identity("fingerprint", value, label);
  draft.fact(label, `fingerprint ${shortFingerprint(value)}`);
}

/** A word of a local model server's, of which two tenants may well have the same. */
function isPlaceholder({ item }: Draft, secret: string): boolean {
  return item === "model-credentials" && isNoModelKey(secret);
}

function notePlain(draft: Draft, setting: string): void {
  draft.defect(
    "plain-in-config",
    `The secret ${setting} stands in the configuration itself, where copies and backups of it spread.`,
    "Put it into the tenant's secrets and refer to it.",
  );
}

function noteUnresolved(
  draft: Draft,
  setting: string,
  resolved: Exclude<ResolvedSecret, { status: "found" }>,
): void {
  const reason = resolved.status === "outside" ? "its file lies outside the tenant's tree" : resolved.reason;
  draft.unmeasured(`The secret ${setting} could not be compared: ${reason}.`);
}
