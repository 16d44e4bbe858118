import { isInside } from "./inspect-place.ts";

export type Mounted = {
  readonly device: string;
  /** What of its file system is mounted. */
  readonly root: string;
  readonly place: string;
  readonly kind: string;
  readonly source: string;
  readonly options: string;
  readonly isNoSuid: boolean;
};

/** Reads /proc/self/mountinfo. */
export function parseMountInfo(text: string): Mounted[] {
  return text.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const [, , device = "", root = "", place = "", flags = ""] = before.split(" ");
    const [kind = "", source = "", options = ""] = after.split(" ");
    if (place === "") return [];
    return [
      {
        ...{ device, kind, options: plain(options) },
        ...{ root: plain(root), place: plain(place), source: plain(source) },
        isNoSuid: flags.split(",").includes("nosuid"),
      },
    ];
  });
}

/** The mount that a place lies in; of several at one place the last one made. */
export function coverOf(mounts: readonly Mounted[], place: string): Mounted | null {
  return mounts
    .filter((mount) => isInside(place, mount.place))
    .reduce<Mounted | null>(
      (best, mount) => (best === null || mount.place.length >= best.place.length ? mount : best),
      null,
    );
}

function plain(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)));
}
