import { readFileSync } from "node:fs";
import { isInside } from "./inspect-place.ts";

/** One line of the kernel's list of mounts. */
export type Mount = {
  readonly device: string;
  /** The directory of the file system that is mounted. */
  readonly root: string;
  readonly point: string;
};

/** As a process sees them; none for one that is gone. */
export function readMounts(pid: number | "self" = "self"): Mount[] {
  try {
    return parseMounts(readFileSync(`/proc/${pid}/mountinfo`, "utf8"));
  } catch (error) {
    if (pid === "self") throw error;
    return [];
  }
}

export function parseMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [, , device, root, point] = line.split(" ");
    return device && root && point ? [{ device, root: plain(root), point: plain(point) }] : [];
  });
}

/** Where a real path lies once bind mounts are followed, too: the same directory under its other name. */
export function behindMounts(mounts: readonly Mount[], real: string): string {
  const mount = deepest(
    mounts.filter(({ point }) => isInside(real, point)),
    ({ point }) => point,
  );
  if (mount === undefined || mount.root === "/") return real;
  const inside = join(mount.root, real.slice(mount.point === "/" ? 0 : mount.point.length));
  const origin = mounts
    .filter((each) => each.device === mount.device && each !== mount && isInside(inside, each.root))
    .sort((a, b) => a.root.length - b.root.length)[0];
  if (origin === undefined) return real;
  return join(origin.point, inside.slice(origin.root === "/" ? 0 : origin.root.length));
}

/**
 * What is mounted below a place, and where else a part of what lies there is
 * mounted. Of each, where it comes from, as far as another mount shows that.
 */
export function mountsAbout(
  mounts: readonly Mount[],
  real: string,
): { readonly below: readonly MountedFrom[]; readonly elsewhere: readonly MountedFrom[] } {
  const own = deepest(
    mounts.filter(({ point }) => isInside(real, point)),
    ({ point }) => point,
  );
  const below = mounts.filter(({ point }) => point !== real && isInside(point, real));
  if (own === undefined) return { below: below.map((each) => from(mounts, each)), elsewhere: [] };
  const inside = join(own.root, real.slice(own.point === "/" ? 0 : own.point.length));
  const elsewhere = mounts.filter(
    ({ device, root, point }) =>
      device === own.device &&
      root !== "/" &&
      isInside(root, inside) &&
      !isInside(point, real) &&
      point !== own.point,
  );
  return {
    below: below.map((each) => from(mounts, each)),
    elsewhere: elsewhere.map((each) => from(mounts, each)),
  };
}

/** A mount, and the place that is shown there; null where that can't be told. */
type MountedFrom = { readonly point: string; readonly origin: string | null };

function from(mounts: readonly Mount[], mount: Mount): MountedFrom {
  const { point, device, root } = mount;
  const behind = behindMounts(mounts, point);
  // A whole file system that is mounted twice.
  const twin = mounts.find((each) => each.device === device && each.root === root && each.point !== point);
  return { point, origin: behind === point ? (twin?.point ?? null) : behind };
}

function deepest(mounts: readonly Mount[], key: (mount: Mount) => string): Mount | undefined {
  // Of two mounts at one point the later one is on top.
  return mounts.reduce<Mount | undefined>(
    (best, each) => (best === undefined || key(each).length >= key(best).length ? each : best),
    undefined,
  );
}

function join(base: string, rest: string): string {
  return `${base === "/" ? "" : base}${rest === "" || rest.startsWith("/") ? rest : `/${rest}`}` || "/";
}

/** Spaces and the like stand in the list as octal numbers. */
function plain(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
