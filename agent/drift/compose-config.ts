import type { ConfigStore } from "#agent/config-file/config-store.ts";
import { isSame } from "#agent/config-file/diff-config.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import { type KeptAdopted, keepAdopted } from "./keep-adopted.ts";
import { renderTenantConfig, type TenantConfigInput, tenantConfig } from "./tenant-config.ts";

export type ComposedConfig = Pick<KeptAdopted, "kept" | "overruled"> & { readonly content: string };

/**
 * The configuration that a tenant should have: what is asked for, and what was adopted beside it.
 *
 * @param accepted what the remembered text says; null where it can't be told
 */
export function composeConfig(
  layout: TenantLayout,
  input: TenantConfigInput,
  store: ConfigStore | null,
  accepted: JsonObject | null,
): ComposedConfig {
  if (store === null || store.adopted.length === 0) {
    return { content: renderTenantConfig(layout, input), kept: [], overruled: [] };
  }
  const { config, kept, overruled } = keepAdopted(tenantConfig(layout, input), store.adopted);
  // The adopted file itself, with its comments, as long as it says the same.
  const isAsAccepted = accepted !== null && isSame(accepted, config);
  return { content: isAsAccepted ? store.content : `${JSON.stringify(config, null, 2)}\n`, kept, overruled };
}
