import { readConfigStore } from "#agent/config-file/config-store.ts";
import { hasInclude } from "#agent/config-file/follow-includes.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { composeConfig } from "#agent/drift/compose-config.ts";
import { readBytesInside } from "#agent/files/open-inside.ts";
import { realPlace } from "#agent/files/real-place.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { isObject, type JsonObject } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/**
 * A tenant's configuration as it lies on disk, where that is byte for byte what
 * the agent wrote or accepted; null for any other. What somebody else put there
 * is for the tenant's reader, and what comes out of that is no observation of
 * the agent's own.
 */
export async function readWrittenConfig(
  context: AgentContext,
  record: TenantRecord,
): Promise<JsonObject | null> {
  const { layout, slug } = record;
  const store = await readConfigStore(context, slug);
  // For a tenant from before anything was remembered: what would be written for it now.
  const content = store?.content ?? composeConfig(layout, record, null, null).content;
  const { root, place } = await realPlace(layout, layout.configFile);
  const inside = await readBytesInside(root, place);
  if (inside.status !== "ok" || !inside.value.equals(Buffer.from(content))) return null;
  // An accepted one may have been made by hand, with comments or with parts in other files.
  const config = parseOrNull(content);
  return isObject(config) && !hasInclude(config) ? config : null;
}
