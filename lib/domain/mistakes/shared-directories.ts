import type { ViewPlace } from "./configuration-view.ts";
import { byHand, restoring } from "./cures.ts";
import type { Cure, Fault, MistakeRule, ViewedTenant } from "./mistake-rule.ts";
import { isBelow } from "./shared-places.ts";
import { shellWord } from "./shell-word.ts";

/** One directory or file that two tenants use, however it is reached. */
export const sharedDirectories: MistakeRule = {
  id: "shared-directories",
  title: "Two tenants in one directory",
  explanation:
    "Configuration, state and workspace hold a client's conversations, files and keys. When two Gateways use one directory, through its path or through a link, a bind mount, an include, a relative path or a home directory, each reads and overwrites the other's.",
  remedy:
    "Point the setting that is named to a place inside this tenant's own tree (or remove the link or mount), move the files that are this client's there, and look at what the other tenant has had in sight.",
  looksAt:
    "Real path, device and inode of every directory and included file that a tenant names or uses, after symbolic links, bind mounts, relative paths and ~, and the host's list of mounts.",
  buyerText: "This client's files lie where no other client's assistant works.",
  fixes: ["restore-configuration", "restart"],
  items: ["state-directory", "workspace"],
  needs: ["configuration", "places"],
  reads: ["agents", "plugins", "logging", "channels", "browser"],
  needsSecrets: [],
  comparesTenants: true,
  find: (tenants) =>
    tenants.flatMap((mine) => tenants.flatMap((other) => (mine === other ? [] : findOn(mine, other)))),
};

const kinds: ReadonlySet<ViewPlace["kind"]> = new Set([
  "state",
  "configuration",
  "include",
  "workspace",
  "agent-state",
  "home",
  "secrets",
  "plugin",
  "sandbox-bind",
  "mount",
]);

const ways: Readonly<Record<ViewPlace["via"], string>> = {
  direct: "by its path",
  symlink: "through a symbolic link",
  "bind-mount": "through a bind mount",
  include: "through $include",
  relative: "through a relative path",
  home: "through a home directory",
};

function findOn(mine: ViewedTenant, other: ViewedTenant): Fault[] {
  const found = new Map<string, Fault>();
  for (const place of mine.view.places.filter(({ kind }) => kinds.has(kind))) {
    const theirs = other.view.places.find((each) => kinds.has(each.kind) && isShared(place, each));
    const isTheirs = !place.isInside && isBelow(place.real, other.view.tree);
    const holdsTheirs = !place.isInside && isBelow(other.view.tree, place.real);
    if (theirs === undefined && !isTheirs && !holdsTheirs) continue;
    const theirName = theirs === undefined ? "tree" : `${theirs.kind} (${theirs.setting})`;
    // The trick is on the side of the one whose place is not where it seems to be.
    const via = place.via === "direct" && theirs !== undefined ? theirs.via : place.via;
    const key = `${place.setting} ${place.real} ${other.slug}`;
    found.set(key, {
      key,
      slug: mine.slug,
      others: [other.slug],
      detail: `${place.setting} is ${place.real}, which is also ${other.slug}'s ${theirName}, reached ${ways[via]}.`,
      seenHow: "Real path, device and inode of each place, and the host's list of mounts.",
      cure: cureFor(mine, place, other, theirs ?? null),
    });
  }
  return [...found.values()];
}

/** Who reaches into the other's tree puts it right; the other can only wait for that. */
function cureFor(mine: ViewedTenant, place: ViewPlace, other: ViewedTenant, theirs: ViewPlace | null): Cure {
  if (place.isInside && theirs !== null && (!theirs.isInside || theirs.via !== "direct")) {
    return byHand(
      `Put it right at ${other.slug}, whose ${theirs.setting} leads here; nothing is wrong in this tenant's own configuration.`,
    );
  }
  if (place.kind === "mount" || place.via === "bind-mount") {
    return byHand(
      `Stop the Gateway, then on the host: umount ${shellWord(place.given)}. Take the mount out of /etc/fstab or the unit that makes it, and provision the tenant again.`,
    );
  }
  const areas = areasOf(place);
  // The layout's own directories are named by what starts the Gateway, not by its configuration.
  const isMisled = areas === null && place.via !== "symlink";
  if (isMisled) return { by: "click", fix: "restart", subject: place.setting };
  const step =
    place.via === "symlink" ? unlink(place) : `Point ${place.setting} to a place below ${mine.view.tree}.`;
  return areas === null ? byHand(step) : restoring(mine.view, areas, step);
}

function unlink({ given, real }: ViewPlace): string {
  return `Stop the Gateway, then on the host remove the symbolic link that leads from ${given} to ${real} (rm, without -r), and provision the tenant again: it makes the directory anew.`;
}

/** Settings that name a place of this kind; null where none does, empty where any may. */
function areasOf({ kind }: ViewPlace): string[] | null {
  if (kind === "include") return [];
  if (kind === "plugin") return ["plugins"];
  return kind === "workspace" || kind === "agent-state" || kind === "sandbox-bind" ? ["agents"] : null;
}

function isShared(a: ViewPlace, b: ViewPlace): boolean {
  if (a.inode !== null && a.inode === b.inode) return true;
  // A place inside its own tree is nobody else's, unless the other one reaches into it.
  return (!a.isInside || !b.isInside) && (isBelow(a.real, b.real) || isBelow(b.real, a.real));
}
