import { readFileSync } from "node:fs";
import path from "node:path";
import type { Entrance } from "#agent/evidence/access/asker/order.ts";
import { entrancesOf } from "#agent/evidence/access/entrances.ts";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { type Mounted, parseMountInfo } from "#agent/files/mount-info.ts";
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
      restart,
    );
  }
  for (const { place, tree, below } of othersInView(view)) {
    const shown = path.join(tree, below);
    draft.identity("path", shown, `what the running Gateway sees at ${place}`);
    draft.defect(
      "mounted-inside",
      `${below === "" ? "The directory of all tenants' trees" : shown} is mounted in what the running Gateway sees, at ${place}.`,
      restart,
    );
  }
}

const restart = "Restart the Gateway from the dashboard, and find out who on the host entered its view.";

/** Mounts inside the tree that the running Gateway sees beside those of which its view is made. */
function mountedInView(view: TenantView): string[] {
  const { record, layout } = view;
  const process = hostProcessOf(record.process);
  if (process === null || !hasView(view)) return [];
  const places = readMounts(process.pid).flatMap(({ point }) =>
    isInside(point, layout.tree) ? [point] : [],
  );
  const made = [layout.tree, layout.config, layout.start];
  return places.filter((place, index) => !made.includes(place) || places.indexOf(place) !== index);
}

/** Where the running Gateway sees something of others' trees that is mounted there in its view alone. */
function othersInView(view: TenantView): Entrance[] {
  const { context, record, root } = view;
  const process = hostProcessOf(record.process);
  if (process === null || !hasView(view)) return [];
  const tree = context.paths.tenants;
  const own = path.relative(tree, root);
  const inside = mountedIn(process.pid);
  return entrancesOf(inside, [{ slug: record.slug, tree }], mountedIn("self")).filter(
    // That nothing else is to be seen where all trees lie is the wall's own to say.
    ({ place, below }) => place !== tree && !isInside(`/${below}`, `/${own}`),
  );
}

function hasView({ gateway }: TenantView): boolean {
  return gateway?.hasOwnMounts === true && gateway.displaced === null;
}

/** None for a process that is gone. */
function mountedIn(pid: number | "self"): Mounted[] {
  try {
    return parseMountInfo(readFileSync(`/proc/${pid}/mountinfo`, "utf8"));
  } catch (error) {
    if (pid === "self") throw error;
    return [];
  }
}
