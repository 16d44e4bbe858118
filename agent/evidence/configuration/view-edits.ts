import { listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import { readDrift, withMasking } from "#agent/drift/read-drift.ts";
import { showPath } from "#agent/drift/show-change.ts";
import { tenantConfig } from "#agent/drift/tenant-config.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import type { JsonObject } from "#agent/system/json-value.ts";

const mostPaths = 300;

/** Settings that writing the configuration again would change; null when the edited file can't be compared. */
export async function viewEdits({ context, record }: TenantView): Promise<string[] | null> {
  const drift = await readDrift(context, record);
  if (drift === null) return [];
  if (drift.problem !== null || drift.changes.length > mostPaths) return null;
  return withMasking(context, record, (masking) => drift.changes.map(({ path }) => showPath(path, masking)));
}

/**
 * Settings that the dashboard's own configuration reads from the tenant's
 * secrets file, and where in it. Not the Gateway's token: it has a value there
 * that nobody enters.
 */
export function ownReferences({ record, layout }: TenantView): ReadonlyMap<string, string> {
  // Composed of plain values, whatever its type says more exactly.
  const config = tenantConfig(layout, record) as unknown as JsonObject;
  return new Map(
    listConfigSecrets(config).flatMap(({ setting, source }) =>
      source.kind === "file" && source.provider === "bulkhead" && setting !== "gateway.auth.token"
        ? [[setting, source.id] as const]
        : [],
    ),
  );
}
