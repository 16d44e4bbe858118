import path from "node:path";

/** One line of /proc/<pid>/mountinfo: what the kernel says is mounted where, in one process's sight. */
export type Mount = { readonly place: string; readonly device: string; readonly kind: string };

/** Reads the kernel's text. Nothing is resolved: a path that leads through a process's own mounts is answered by whoever made them. */
export function parseMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.split(" ");
    const kind = fields[fields.indexOf("-", 6) + 1];
    const [device, place] = [fields[2], fields[4]];
    if (device === undefined || place === undefined || kind === undefined) return [];
    return [
      {
        device,
        kind,
        place: place.replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))),
      },
    ];
  });
}

/** True when the directories that everybody may use are its own. */
export function hasOwnTemporary(mounts: readonly Mount[]): boolean {
  return ["/tmp", "/var/tmp", "/dev/shm"].every((place) =>
    mounts.some((mount) => mount.place === place && mount.kind === "tmpfs"),
  );
}

/**
 * True when of the directory of all trees nothing is in sight but one tenant's:
 * what covers it is empty memory and none of the host's, and nothing of
 * another's is mounted below it.
 */
export function showsOnly(
  mounts: readonly Mount[],
  hosts: readonly Mount[],
  tenants: string,
  slug: string,
): boolean {
  const cover = coverOf(mounts, tenants);
  const isEmpty = cover?.kind === "tmpfs" && !hosts.some(({ device }) => device === cover.device);
  const own = path.join(tenants, slug);
  const others = mounts.filter(
    ({ place }) => place.startsWith(`${tenants}/`) && place !== own && !place.startsWith(`${own}/`),
  );
  return isEmpty && others.length === 0;
}

/** The innermost mount that a place lies in; of several at one place the last one made. */
function coverOf(mounts: readonly Mount[], place: string): Mount | null {
  const around = mounts.filter(
    (mount) => mount.place === "/" || place === mount.place || place.startsWith(`${mount.place}/`),
  );
  return around.reduce<Mount | null>(
    (best, mount) => (best === null || mount.place.length >= best.place.length ? mount : best),
    null,
  );
}
