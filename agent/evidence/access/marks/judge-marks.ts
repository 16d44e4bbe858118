import type { Mark } from "./parse-marks.ts";
import { isSystems, isUsualSetuid, strongCapabilities, unusualCapabilities } from "./usual-programs.ts";

export type MarkSubject = { readonly uid: number; readonly gids: readonly number[] };
export type MarkNames = {
  /** Of users and groups that mean something: tenants', and those with power. */
  readonly users: ReadonlyMap<number, string>;
  readonly groups: ReadonlyMap<number, string>;
};

/** What a program or device would give to a user who may use it; null when it is usual or gives nothing. */
export function powerOfMark(
  mark: Mark,
  { uid, gids }: MarkSubject,
  { users, groups }: MarkNames,
): string | null {
  if (mark.type === "device") return "a device by which what lies under files may be read";
  if (mark.type !== "file" || !mayRun(mark, { uid, gids })) return null;
  const unusual = unusualCapabilities(mark.place, mark.capabilities);
  const [first] = unusual;
  if (first !== undefined)
    return `a program with the file capability cap_${unusual.join(", cap_")}, which ${strongCapabilities[first] ?? "is strong"}`;
  const user = users.get(mark.uid);
  const isSetuid = (mark.mode & 0o4000) !== 0 && mark.uid !== uid && !isUsualSetuid(mark.place);
  if (isSetuid && (user !== undefined || !isSystems(mark.place)))
    return `a program that runs as ${user ?? `user ${mark.uid}`} whoever starts it (setuid)`;
  const group = groups.get(mark.gid);
  const isSetgid = (mark.mode & 0o2010) === 0o2010 && !gids.includes(mark.gid) && !isSystems(mark.place);
  if (isSetgid && group !== undefined)
    return `a program that runs in group ${group} whoever starts it (setgid)`;
  return null;
}

/** As the kernel decides about running a file, once its directory is reached. */
export function mayRun({ mode, uid, gid, list }: Mark, subject: MarkSubject): boolean {
  if (uid === subject.uid) return (mode & 0o100) !== 0;
  const named = list.find((entry) => entry.who === "user" && entry.id === subject.uid);
  const mask = list.find(({ who }) => who === "mask")?.rights ?? 7;
  if (named !== undefined) return (named.rights & mask & 1) !== 0;
  const owners = list.find(({ who }) => who === "owners")?.rights ?? (mode >> 3) & 7;
  const groups = [
    ...(subject.gids.includes(gid) ? [owners] : []),
    ...list.filter(({ who, id }) => who === "group" && subject.gids.includes(id)).map(({ rights }) => rights),
  ];
  if (groups.length > 0) return groups.some((rights) => (rights & mask & 1) !== 0);
  return (mode & 0o001) !== 0;
}

/** Whom a directory hands rights on to beside its owner, of those who are somebody else's user. */
export function handedTo(mark: Mark, tree: { readonly uid: number }, names: MarkNames): string[] {
  const mask = mark.handedOn.find(({ who }) => who === "mask")?.rights ?? 7;
  return mark.handedOn.flatMap(({ who, id, rights }) => {
    if ((rights & mask) === 0 || id === tree.uid) return [];
    const name = who === "user" ? names.users.get(id) : who === "group" ? names.groups.get(id) : undefined;
    return name === undefined ? [] : [name];
  });
}
