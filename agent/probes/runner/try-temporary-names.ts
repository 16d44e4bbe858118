import { lstatSync, mkdirSync, rmdirSync } from "node:fs";
import { codeOf, type Finding, failed, reached, refused, unmeasured } from "./finding.ts";
import type { Target } from "./protocol.ts";
import { notThere } from "./try-files.ts";
import { worstOf } from "./worst-of.ts";

/** Takes nothing: a name that is free, in the directory that the other sees too, could be taken. */
export function tryTemporaryNames({ temporaryNames, uid }: Target, name: string): Finding {
  if (temporaryNames === null) return unmeasured("untried", "It is not known which /tmp it sees.");
  const { place, names } = temporaryNames;
  const elsewhere = notThere(place);
  if (elsewhere !== null) return elsewhere;
  if (process.getuid?.() === uid) return tryOwnNames(names);
  return worstOf(
    names.map((file) => tryName(file, uid, `/tmp/${name}`)),
    "It needs no name.",
  );
}

function tryName(file: string, ownerUid: number, spare: string): Finding {
  try {
    const { uid } = lstatSync(file);
    return uid === ownerUid || uid === 0
      ? refused("closed", `${file} is in its place.`)
      : reached(`${file} belongs to user ${uid}.`);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return failed(`Look at ${file}`, error);
  }
  try {
    mkdirSync(spare, 0o700);
    rmdirSync(spare);
    return reached(`${file} is free to be taken.`);
  } catch (error) {
    return failed("Make a directory in /tmp", error);
  }
}

/** The control: whoever the names are for finds them there as its own, or can make them. */
function tryOwnNames(names: readonly string[]): Finding {
  const isOwn = names.every((file) => {
    try {
      return lstatSync(file).uid === process.getuid?.();
    } catch {
      return true;
    }
  });
  return isOwn
    ? reached("Its names in /tmp are its own or free.")
    : unmeasured("unclear", "Its names in /tmp are taken.");
}
