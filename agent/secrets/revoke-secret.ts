import type { AgentContext } from "#agent/context/context.ts";
import { reloadSecrets } from "#agent/gateway/reload-secrets.ts";
import { readSecrets, secretAt, withSecret, writeSecrets } from "#agent/secrets-store/secrets-file.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Revocation } from "#lib/host-agent/contract/secrets.ts";
import { searchTree } from "./search-tree.ts";
import { refuseUnprovisioned, requirePath } from "./set-secret.ts";

/**
 * Takes secrets out of the tenant's secrets file, reads the file again, and
 * searches the tenant's whole tree for their values: what OpenClaw copied
 * elsewhere is named, not hidden. The caller holds the lock of the tenant's
 * secrets.
 */
export async function revokeSecrets(
  context: AgentContext,
  tenant: TenantRecord,
  names: readonly string[],
): Promise<Revocation> {
  refuseUnprovisioned(tenant);
  const paths = names.map(requirePath);
  const before = await readSecrets(context, tenant);
  const values = paths.flatMap((path) => secretAt(before, path) ?? []);
  if (values.length > 0) {
    const after = paths.reduce((document, path) => withSecret(document, path, null), before);
    await writeSecrets(tenant, after);
  }
  const now = await readSecrets(context, tenant);
  const isGone = paths.every((path) => secretAt(now, path) === null);
  const reload = await reloadSecrets(context, tenant);
  const search = values.length > 0 ? await searchTree(context, tenant, values) : null;
  return {
    wasThere: values.length > 0,
    isGone,
    searchedFiles: search?.searchedFiles ?? null,
    foundIn: search?.foundIn ?? [],
    reload,
  };
}
