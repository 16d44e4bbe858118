import path from "node:path";
import { statOf } from "./ask.ts";
import type { How, Subject, Why } from "./order.ts";

/** By what a place is open to a user, as root sees it: what no mode gives is given by an access list. */
export function whyOpen(subject: Subject, place: string, how: How): Why {
  const at = how === "replace" ? path.dirname(place) : place;
  const wanted = { read: 4, list: 4, write: 2, replace: 2, reach: 0 }[how];
  for (let above = path.dirname(at); above !== path.dirname(above); above = path.dirname(above)) {
    if (!gives(subject, above, 1)) return { by: "access-list", place: above };
  }
  const stat = statOf(at);
  if (stat === null) return { by: "access-list", place: at };
  const mode = stat.mode & 0o7777;
  if (stat.uid === subject.uid) return { by: "owner", place: at, mode };
  return gives(subject, at, wanted) ? { by: "mode", place: at, mode } : { by: "access-list", place: at };
}

function gives({ uid, gid, gids }: Subject, place: string, bits: number): boolean {
  const stat = statOf(place);
  if (stat === null) return true;
  const isMember = stat.gid === gid || gids.includes(stat.gid);
  const shift = stat.uid === uid ? 6 : isMember ? 3 : 0;
  return ((stat.mode >> shift) & bits) === bits;
}
