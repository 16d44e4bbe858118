import { accessSync, constants, lstatSync } from "node:fs";
import { digest, type Finding, reached, refused, unmeasured } from "./finding.ts";
import type { Surroundings } from "./look-around.ts";
import type { AttemptTarget } from "./protocol.ts";
import { tryList, tryRead } from "./try-files.ts";

/** So many of the other's files are tried at the paths at which they were met. */
const maxTried = 200;

/**
 * Whether anything of the target's lies open to the source, at whatever path:
 * its canary, known by its content, or a file or directory of its tree, known
 * by device and inode. Catches a mount, a hard link or a copy that is kept up.
 */
export function tryAnywhere(seen: Surroundings, target: AttemptTarget, isSelf: boolean): Finding {
  const canary = seen.canaries.find(({ proof }) => digest(proof) === target.seal);
  if (canary !== undefined) return reached(`Read its canary at ${canary.path}.`, canary.proof);
  if (isSelf) return unmeasured("unclear", "It did not come across its own canary.");
  if (target.ids.length === 0) return unmeasured("untried", "Nothing is known of the other tenant's files.");
  const met = target.ids.flatMap((id) => seen.places.get(id) ?? []);
  for (const place of met.slice(0, maxTried)) {
    if (isOpen(place)) return reached(`Opened ${place}, which ${whose(place)}.`);
  }
  if (!seen.isTreeWhole)
    return unmeasured("unclear", `Its own tree is too large to look at whole: ${seen.looked} entries.`);
  if (met.length > maxTried)
    return unmeasured("unclear", `Of ${met.length} of the other's that it sees only ${maxTried} were tried.`);
  return met.length > 0
    ? refused("closed", `It sees ${met.length} of the other's files or directories, and may open none.`)
    : refused("absent", `Nothing of the other's among the ${seen.looked} entries that it sees.`);
}

/** A file with several names may be the source's own by one of them. */
function whose(place: string): string {
  const stat = lstatSync(place, { throwIfNoEntry: false });
  const hasNames = stat?.isFile() === true && stat.nlink > 1;
  return hasNames ? "is one file with a name in the other tenant's tree" : "is the other tenant's";
}

function isOpen(place: string): boolean {
  try {
    const stat = lstatSync(place);
    if (stat.isDirectory()) return tryList(place).outcome === "reached";
    if (stat.isFile()) return tryRead(place).outcome === "reached";
    accessSync(place, constants.W_OK);
    return stat.isSocket() || stat.isFIFO();
  } catch {
    return false;
  }
}
