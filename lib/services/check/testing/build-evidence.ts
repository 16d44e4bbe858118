import { type Item, items } from "#lib/domain/checklist/item.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { ItemEvidence, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";

/** The configuration that `buildEvidence` speaks of. */
export const builtConfigHash = "a".repeat(64);

/** Evidence of a tenant with which everything is well and its own, except what is given. */
export function buildEvidence(
  slug: string,
  changes: { readonly [item in Item]?: Partial<ItemEvidence> } = {},
  configuration: TenantEvidence["configuration"] = null,
): TenantEvidence {
  return {
    slug: slugSchema.parse(slug),
    rung: "os-user",
    configHash: builtConfigHash,
    version: "2026.9.6",
    items: items.map((item) => ({
      item,
      isMeasured: true,
      reason: null,
      how: "seen by this test",
      facts: [{ label: "Place", value: `/srv/${slug}/${item}` }],
      identities: [],
      defects: [],
      at: new Date().toISOString(),
      ...changes[item],
    })),
    configuration,
  };
}
