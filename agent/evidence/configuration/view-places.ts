import path from "node:path";
import { knownPath } from "#agent/evidence/sources/known-path.ts";
import { exposureOf, isBehindDoor, isForeign } from "#agent/evidence/sources/observe-place.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { inspectPlace, isInside, octal, type Place } from "#agent/files/inspect-place.ts";
import { behindMounts, type Mount, readMounts } from "#agent/files/mounts.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import type { ViewPlace } from "#lib/domain/mistakes/configuration-view.ts";
import type { Gaps } from "./gaps.ts";
import { listNamedPlaces, type NamedPlace } from "./list-named-places.ts";

/** Every file and directory that the tenant uses, as the host shows it. Nothing is opened. */
export async function viewPlaces(view: TenantView, config: JsonObject | null, gaps: Gaps) {
  const mounts = readMounts();
  const tree = behindMounts(mounts, view.root);
  const named = [...listNamedPlaces(view, config), ...mountsInside(view, mounts)];
  const places: ViewPlace[] = [];
  for (const place of gaps.limit("places", "places", named)) {
    try {
      places.push(await look(view, mounts, tree, place));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
      gaps.add("places", `${place.setting} could not be looked at (${code}).`);
    }
  }
  return { tree, places };
}

async function look(
  view: TenantView,
  mounts: readonly Mount[],
  tree: string,
  { kind, setting, given }: NamedPlace,
): Promise<ViewPlace> {
  const resolved = rebaseInto(view.root, view.layout.tree, resolveUserPath(given, view.surroundings));
  const place = await inspectPlace(resolved, view.root);
  const real = behindMounts(mounts, place.real);
  const isElsewhere = real !== place.real && !isInside(real, tree);
  const via = isElsewhere ? "bind-mount" : wayOf(kind, given, resolved, place.real);
  const tell = (file: string) => (place.exists ? file : knownPath(view.context.fingerprintKey, file));
  return {
    kind,
    setting,
    given: await tell(resolved),
    real: await tell(real),
    inode: place.inode,
    via,
    isInside: isInside(real, tree),
    exposure: ownKinds.has(kind) && !isElsewhere ? await exposure(view, kind, place) : null,
  };
}

/** Kinds that are the tenant's alone; a plugin or a home may belong to the host. */
const ownKinds: ReadonlySet<ViewPlace["kind"]> = new Set([
  "state",
  "configuration",
  "include",
  "workspace",
  "agent-state",
  "log",
  "backups",
  "channel",
  "browser-data",
  "secrets",
]);

/** What its owner and mode make of it; only of places inside the tree, whose ancestors are known. */
async function exposure(view: TenantView, kind: ViewPlace["kind"], place: Place): Promise<string | null> {
  if (!place.exists || !isInside(place.real, view.root)) return null;
  if (isForeign(view, place)) {
    return `it belongs to user ${place.uid}, not to the tenant's user ${view.record.userName}`;
  }
  // Made by the Gateway itself, with whatever mode.
  const open = kind === "browser-data" && (await isBehindDoor(place)) ? null : exposureOf(view, place);
  return open === null ? null : `${open} (mode ${octal(place.mode)})`;
}

function wayOf(kind: ViewPlace["kind"], given: string, resolved: string, real: string): ViewPlace["via"] {
  if (kind === "include") return "include";
  if (real !== resolved) return "symlink";
  if (/^~(\/|$)/.test(given.trim())) return "home";
  return path.isAbsolute(given) ? "direct" : "relative";
}

function mountsInside(view: TenantView, mounts: readonly Mount[]): NamedPlace[] {
  return mounts
    .filter(({ point }) => point !== view.root && isInside(point, view.root))
    .map(({ point }) => ({
      kind: "mount",
      setting: `mount at ${path.relative(view.root, point)}`,
      given: point,
    }));
}
