import { constants, type Stats } from "node:fs";
import { chmod, chown, lstat, open, readlink } from "node:fs/promises";
import { AgentFailure } from "#agent/agent-error.ts";
import { done, unchanged } from "#agent/api/run-step.ts";
import { ownedDirectory, tenantDirectories } from "#agent/boundary/tenant-directories.ts";
import { collectGaps } from "#agent/evidence/configuration/gaps.ts";
import { viewPlaces } from "#agent/evidence/configuration/view-places.ts";
import { isInside, octal } from "#agent/evidence/inspect-place.ts";
import { rebaseInto, type TenantView } from "#agent/evidence/tenant-view.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";
import { changedSince, type FixParts, lookNow } from "./fix-parts.ts";

/** Linux's O_PATH, which Node doesn't name: a handle on the place itself, without opening what lies there. */
const O_PATH = 0o10000000;

type Wanted = { readonly uid: number; readonly gid: number; readonly mode: number };

/**
 * Puts owner and mode of places right that were found open, inside the tenant's
 * tree alone. No link is followed: what is changed is what was opened and
 * looked at, whatever somebody puts in its place meanwhile.
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
  const handle = await open(place, O_PATH | constants.O_NOFOLLOW).catch(() => {
    throw changedSince(`${place} is not there any more, or can't be opened.`);
  });
  try {
    // The handle's own name in /proc leads to what was opened, and to nothing else.
    const self = `/proc/self/fd/${handle.fd}`;
    const [stat, real, tree] = await Promise.all([handle.stat(), readlink(self), lstat(view.root)]);
    if (real !== place || !isInside(real, view.root) || stat.dev !== tree.dev) {
      throw changedSince(`${place} leads out of the tenant's tree now.`);
    }
    if (!stat.isFile() && !stat.isDirectory())
      throw changedSince(`${place} is neither a file nor a directory.`);
    if (stat.isFile() && stat.nlink !== 1) throw hasSecondName(place);
    const wanted = wantedFor(view, place, stat);
    if (stat.uid !== wanted.uid || stat.gid !== wanted.gid) await chown(self, wanted.uid, wanted.gid);
    await chmod(self, wanted.mode);
    return `${place}: ${octal(stat.mode & 0o7777)}, owner ${stat.uid} → ${octal(wanted.mode)}, owner ${wanted.uid}.`;
  } finally {
    await handle.close();
  }
}

/** As provisioning makes it; what the tenant made itself keeps what its owner may do with it. */
function wantedFor({ context, record, layout, root }: TenantView, place: string, stat: Stats): Wanted {
  const directory = tenantDirectories(context.paths, record.slug).find(
    ({ path }) => rebaseInto(root, layout.tree, path) === place,
  );
  if (directory !== undefined) return ownedDirectory(context, record, directory);
  const isUsers = record.rung === "os-user";
  if (isInside(place, rebaseInto(root, layout.tree, layout.config))) {
    const mode = (stat.isDirectory() ? 0o700 : 0o600) | (isUsers ? (stat.isDirectory() ? 0o050 : 0o040) : 0);
    return { uid: context.uid, gid: record.gid, mode };
  }
  const isSecretsFile = place === rebaseInto(root, layout.tree, layout.secretsFile);
  if (isSecretsFile) return { uid: record.uid, gid: record.gid, mode: 0o600 };
  const least = stat.isDirectory() ? 0o700 : 0o600;
  return { uid: record.uid, gid: record.gid, mode: (stat.mode & 0o700) | least };
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
