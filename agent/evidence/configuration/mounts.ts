import { readFileSync } from "node:fs";
import { isInside } from "../inspect-place.ts";

/** One line of the kernel's list of mounts. */
export type Mount = {
  readonly device: string;
  /** The directory of the file system that is mounted. */
  readonly root: string;
  readonly point: string;
};

export function readMounts(): Mount[] {
  return parseMounts(readFileSync("/proc/self/mountinfo", "utf8"));
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
