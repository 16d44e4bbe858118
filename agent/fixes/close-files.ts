import type { Stats } from "node:fs";
import { chmod, chown } from "node:fs/promises";
import path from "node:path";
import { collectGaps } from "#agent/evidence/configuration/gaps.ts";
import { viewPlaces } from "#agent/evidence/configuration/view-places.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isInside, octal } from "#agent/files/inspect-place.ts";
import { type OpenedEntry, openEntry } from "#agent/files/open-entry.ts";
import { type OpenedDirectory, openTrustedDirectory } from "#agent/files/opened-directory.ts";
import { isOtherFile } from "#agent/files/place-failure.ts";
import { ownedDirectory, tenantDirectories } from "#agent/provision/tenant-directories.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { done, unchanged } from "#agent/steps/run-step.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";
import { changedSince, type FixParts, lookNow } from "./fix-parts.ts";

type Wanted = { readonly uid: number; readonly gid: number; readonly mode: number };

/**
 * Puts owner and mode of places right that were found open, inside the tenant's
 * tree alone. Each is reached name by name from the directory of all trees: no
 * link is followed, no mount is crossed, and what is changed is what was opened
 * and looked at, whatever somebody puts in its place meanwhile. The tenant gets
 * nothing that the layout doesn't make its own, whatever its processes name.
 *
 * @throws AgentFailure CONFIG_CHANGED when a place has become something else, PATH_FOREIGN when it has a second name
 */
export async function closeFiles(parts: FixParts): Promise<void> {
  const { subjects, step } = parts;
  const view = await lookNow(parts);
  const exposed = await step("look", "Look at what is open", async () => {
    const { places } = await viewPlaces(view, configOf(view), collectGaps());
    const open = places.filter(({ real, exposure }) => exposure != null && subjects.includes(real));
    const found = [...new Set(open.map(({ real }) => real))];
    return found.length === 0
      ? unchanged(found, "Nothing of it is open any more.")
      : done(found, `${found.length} ${found.length === 1 ? "place" : "places"}.`);
  });
  await step("close", "Give it back to the tenant and close it", async () => {
    const closed: string[] = [];
    for (const place of exposed) closed.push(await close(view, place));
    return closed.length === 0 ? unchanged(undefined) : done(undefined, closed.join(" "));
  });
}

async function close(view: TenantView, place: string): Promise<string> {
  if (!isInside(place, view.root)) throw changedSince(`${place} leads out of the tenant's tree now.`);
  const names = [view.record.slug, ...path.relative(view.root, place).split("/")].filter(
    (name) => name !== "",
  );
  await using tenants = await openTrustedDirectory(view.context.paths.tenants);
  return await closeBelow(view, tenants, names, place);
}

async function closeBelow(
  view: TenantView,
  parent: OpenedDirectory,
  [name = "", ...rest]: readonly string[],
  place: string,
): Promise<string> {
  if (rest.length > 0) {
    await using next = await parent.enter(name);
    return await closeBelow(view, next, rest, place);
  }
  await using entry = await openEntry(parent, name);
  if (entry === null) throw changedSince(`${place} is not there any more.`);
  const { stat, self } = entry;
  if (!stat.isFile() && !stat.isDirectory())
    throw changedSince(`${place} is neither a file nor a directory.`);
  await refuseSecondName(entry, place);
  const wanted = wantedFor(view, place, stat);
  if (stat.uid !== wanted.uid || stat.gid !== wanted.gid) await chown(self, wanted.uid, wanted.gid);
  await chmod(self, wanted.mode);
  await refuseSecondName(entry, place);
  return `${place}: ${octal(stat.mode & 0o7777)}, owner ${stat.uid} → ${octal(wanted.mode)}, owner ${wanted.uid}.`;
}

async function refuseSecondName(entry: OpenedEntry, place: string): Promise<void> {
  const stat = await entry.lookAgain();
  if (stat.isFile() && stat.nlink !== 1) throw hasSecondName(place);
}

/** As provisioning makes it; what the tenant made itself keeps what its owner may do with it. */
function wantedFor({ context, record, layout, root }: TenantView, place: string, stat: Stats): Wanted {
  const inTree = path.join(layout.tree, path.relative(root, place));
  const directories = tenantDirectories(record.layout);
  const itself = directories.find((each) => each.path === inTree);
  if (itself !== undefined) return ownedDirectory(context, record, itself);
  const area = directories.find((each) => each.path !== layout.tree && isInside(inTree, each.path));
  switch (area?.access) {
    case "tenant": {
      if (inTree === layout.secretsFile) return { uid: record.uid, gid: record.gid, mode: 0o600 };
      const least = stat.isDirectory() ? 0o700 : 0o600;
      return { uid: record.uid, gid: record.gid, mode: (stat.mode & 0o700) | least };
    }
    case "readable": {
      const forTenant = hasOwnUser(record) ? (stat.isDirectory() ? 0o050 : 0o040) : 0;
      return { uid: context.uid, gid: record.gid, mode: (stat.isDirectory() ? 0o700 : 0o600) | forTenant };
    }
    case "agent":
    case "passage":
    case undefined:
      throw isOtherFile(place, "is the agent's own, which the tenant has no use for");
  }
}

function configOf({ config }: TenantView) {
  return config.isReadable ? config.config : null;
}

function hasSecondName(place: string): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `${place} has a second name (hard link), which may lie in another tenant's tree, so nothing was changed there.`,
    `Find the other name on the host (find / -xdev -samefile ${shellWord(place)}), decide which is right, and remove the other.`,
  );
}
