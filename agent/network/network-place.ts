import type { Slug } from "#lib/domain/tenant/slug.ts";

/** Where `ip netns` keeps the names of networks. Empty after a boot. */
export const networksDirectory = "/run/netns";

/** A tenant's network belongs to whoever has the OS user of that slug, of which a host has one. */
export function networkName(slug: Slug): string {
  return `bulkhead-${slug}`;
}

/** The file that stands for a tenant's network. */
export function networkPlace(slug: Slug): string {
  return `${networksDirectory}/${networkName(slug)}`;
}
