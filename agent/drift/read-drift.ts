import { hashOf, readConfigStore } from "#agent/config-file/config-store.ts";
import { type ConfigChange, diffConfig } from "#agent/config-file/diff-config.ts";
import { parseConfig, readOwnConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { withMask } from "#agent/logs/mask-texts.ts";
import { fingerprint } from "#agent/system/fingerprint.ts";
import { type JsonObject, textAt, walk } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Drift } from "#lib/host-agent/contract/drift.ts";
import { type ShownText, shownText } from "#lib/host-agent/contract/shown-value.ts";
import { composeConfig } from "./compose-config.ts";
import { movesSecret } from "./moved-secrets.ts";
import { isProtected } from "./protected-settings.ts";
import { type Masking, showChange } from "./show-change.ts";
import { tenantConfig } from "./tenant-config.ts";

const maxShown = 300;

/** What stands on disk against what was last written, for further use inside the agent. */
export type ReadDrift = {
  readonly written: { readonly content: string; readonly hash: string; readonly at: string | null };
  readonly diskHash: string | null;
  readonly disk: JsonObject | null;
  readonly problem: string | null;
  readonly changes: readonly ConfigChange[];
};

/** Null while the file is byte for byte what was last written or accepted. */
export async function readDrift(context: AgentContext, tenant: TenantRecord): Promise<ReadDrift | null> {
  if (!tenant.isProvisioned) return null;
  const { layout } = tenant;
  const store = await readConfigStore(context, tenant.slug);
  // A tenant from before anything was remembered is compared with what would be written for it now.
  const content = store?.content ?? composeConfig(layout, tenant, null, null).content;
  const written = { content, hash: store?.hash ?? hashOf(content), at: store?.at ?? null };
  const reading = await readOwnConfig(context, tenant);
  if (reading.hash === written.hash) return null;
  const before = await parseConfig(context, tenant, content);
  if (!reading.isReadable) {
    return { written, diskHash: reading.hash, disk: null, problem: reading.reason, changes: [] };
  }
  const changes = "config" in before ? diffConfig(before.config, reading.config) : [];
  return { written, diskHash: reading.hash, disk: reading.config, problem: null, changes };
}

/** The same with every secret masked, for the dashboard. */
export async function describeDrift(context: AgentContext, tenant: TenantRecord): Promise<Drift | null> {
  const drift = await readDrift(context, tenant);
  if (drift === null) return null;
  return withMasking(context, tenant, (masking) => {
    const shown = drift.changes.map((change) => showChange(change, masking));
    return {
      writtenAt: drift.written.at,
      writtenHash: drift.written.hash,
      diskHash: drift.diskHash,
      problem: drift.problem === null ? null : shownText(drift.problem),
      changes: shown.slice(0, maxShown),
      isTruncated: shown.length > maxShown,
      obstacles: obstaclesTo(drift, masking),
    };
  });
}

/** Why an edited file can't be adopted: it changes the boundary itself, holds a secret, or sends a stored one elsewhere. */
export function obstaclesTo(drift: ReadDrift, masking: Masking): ShownText[] {
  if (drift.problem !== null) return [shownText(drift.problem)];
  const obstacles = drift.changes.flatMap((change) => {
    const { path, isSecret } = showChange(change, masking);
    if (isProtected(change.path)) return [`${path} is part of the boundary; Bulkhead alone sets it.`];
    if (isSecret)
      return [`${path} holds a secret. Enter it in the dashboard, so that the file only refers to it.`];
    if (movesSecret(change, drift.disk)) {
      return [
        `${path} decides where a stored secret is sent. Set the address in the dashboard and enter the secret again for it.`,
      ];
    }
    return [];
  });
  return obstacles.map(shownText);
}

/** Does work that shows settings; it runs twice and must do nothing but compute. */
export function withMasking<T>(
  context: AgentContext,
  tenant: TenantRecord,
  work: (masking: Masking) => T,
): Promise<T> {
  const knownPlaces = placesOf(tenantConfig(tenant.layout, tenant));
  const short = (secret: string) => fingerprint(context.fingerprintKey, secret).slice(0, 8);
  return withMask(context, tenant, (mask) => work({ mask, fingerprint: short, knownPlaces }));
}

/** Where the dashboard's own configuration refers to. */
function placesOf(own: unknown): ReadonlySet<string> {
  const places = new Set<string>();
  walk(own, (value) => {
    const id = textAt(value, "source") === "file" ? textAt(value, "id") : null;
    if (id !== null) places.add(id);
    return true;
  });
  return places;
}
