import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { mountsAbout, readMounts } from "#agent/files/mounts.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";

/**
 * Mounts that lead into the tenant's tree or out of it. Bulkhead makes none that
 * this host sees: each is a way around the tree's own walls, for this tenant to
 * what is shown there, or for others to this tenant's.
 */
export function checkMounts(draft: Draft, view: TenantView): void {
  const { below, elsewhere } = mountsAbout(readMounts(), view.root);
  draft.how("the host's list of mounts");
  for (const { point, origin } of below) {
    draft.identity("path", origin ?? point, `what is mounted at ${point}`);
    draft.defect(
      "mounted-inside",
      `${origin === null ? "Something" : origin} is mounted inside the tenant's tree, at ${point}.`,
      `Find out who mounted it, and take it away: umount ${shellWord(point)}`,
    );
  }
  for (const { point, origin } of elsewhere) {
    draft.defect(
      "mounted-elsewhere",
      `A part of the tenant's tree (${origin ?? view.root}) is also mounted at ${point}, where the tree's own walls don't stand.`,
      `Find out who mounted it, and take it away: umount ${shellWord(point)}`,
    );
  }
  const known = below.map(({ point }) => point);
  for (const place of mountedInView(view)) {
    if (known.includes(rebaseInto(view.root, view.layout.tree, place))) continue;
    draft.defect(
      "mounted-inside",
      `Something is mounted at ${place} in what the running Gateway sees, and the host agent did not mount it.`,
      "Restart the Gateway from the dashboard, and find out who on the host entered its view.",
    );
  }
}

/** Mounts inside the tree that the running Gateway sees beside those of which its view is made. */
function mountedInView({ gateway, record, layout }: TenantView): string[] {
  const process = hostProcessOf(record.process);
  if (gateway === null || !gateway.hasOwnMounts || gateway.displaced !== null || process === null) return [];
  const places = readMounts(process.pid).flatMap(({ point }) =>
    isInside(point, layout.tree) ? [point] : [],
  );
  const made = [layout.tree, layout.config, layout.start];
  return places.filter((place, index) => !made.includes(place) || places.indexOf(place) !== index);
}
