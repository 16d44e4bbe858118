import path from "node:path";
import { isInside } from "#agent/files/inspect-place.ts";
import { coverOf, type Mounted } from "#agent/files/mount-info.ts";
import type { Entrance } from "./asker/order.ts";

export type Tree = { readonly slug: string; readonly tree: string };

/**
 * Every place at which something of a tenant's tree is to be seen: where it lies, and where it is mounted once more.
 *
 * @param mounts as those see them who might go there
 * @param hosts as those see them who know where the tree lies
 */
export function entrancesOf(
  mounts: readonly Mounted[],
  trees: readonly Tree[],
  hosts: readonly Mounted[] = mounts,
): Entrance[] {
  return trees.flatMap(({ slug, tree }) => {
    const own = coverOf(hosts, tree);
    const inFileSystem = own === null ? null : path.join(own.root, path.relative(own.place, tree));
    const others = mounts.flatMap((mount): Entrance[] => {
      if (mount === own || isInside(mount.place, tree)) return [];
      const shown = [
        ...(mount.device === own?.device ? [{ root: mount.root, sought: inFileSystem ?? tree }] : []),
        // What lays one directory over another, or passes it on, says which by its name.
        ...placesNamedBy(mount).map((root) => ({ root, sought: tree })),
      ];
      return shown.flatMap(({ root, sought }) => {
        if (isInside(root, sought))
          return [{ slug, tree, isMounted: true, place: mount.place, below: path.relative(sought, root) }];
        if (!isInside(sought, root)) return [];
        return [
          {
            slug,
            tree,
            isMounted: true,
            place: path.join(mount.place, path.relative(root, sought)),
            below: "",
          },
        ];
      });
    });
    return [{ slug, tree, place: tree, isMounted: false, below: "" }, ...others];
  });
}

function placesNamedBy({ kind, source, options }: Mounted): string[] {
  if (kind === "overlay") {
    const layers = [...options.matchAll(/(?:^|,)(?:lowerdir|upperdir|lowerdir\+)=([^,]*)/g)];
    return layers.flatMap(([, places = ""]) => places.split(":")).filter((place) => path.isAbsolute(place));
  }
  return kind.startsWith("fuse") && source !== "/" && path.isAbsolute(source) ? [source] : [];
}
