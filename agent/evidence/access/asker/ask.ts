import { closeSync, constants, lstatSync, openSync, type Stats } from "node:fs";
import path from "node:path";
import type { How, Subject } from "./order.ts";

const { O_DIRECTORY, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
/** Linux's O_TMPFILE without O_DIRECTORY: a file without a name, which is gone when it is closed. */
const O_TMPFILE = 0o20000000;
/** Never waits, never becomes a terminal, never goes where a link leads. */
const careful = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

const closing = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ESTALE"]);
/** The process lacks something, which says nothing of the place. */
const failing = new Set(["EMFILE", "ENFILE", "ENOMEM", "EIO"]);

/** Asks the kernel by doing it, and changes nothing. Only to be called as the subject. */
export function isOpen(subject: Subject, place: string, how: How): boolean {
  if (how === "list") return opens(place, O_RDONLY | O_DIRECTORY);
  if (how === "replace") return mayReplace(subject, place);
  const stat = statOf(place);
  if (stat === null || stat.isSymbolicLink()) return false;
  if (how === "reach") return true;
  if (how === "read") return stat.isSocket() ? false : opens(place, O_RDONLY);
  // The owner of a thing may open it to itself whenever it likes.
  return stat.uid === subject.uid || mayWrite(place, stat);
}

/** Whether it may go through a directory, which is what everything below depends on. */
export function mayPass(directory: string): boolean {
  return statOf(`${directory}/.`) !== null;
}

export function statOf(place: string): Stats | null {
  try {
    return lstatSync(place);
  } catch {
    return null;
  }
}

function mayWrite(place: string, stat: Stats): boolean {
  // The kernel decides about a name before it knows whether the file system can do without one.
  return opens(place, stat.isDirectory() ? O_WRONLY | O_DIRECTORY | O_TMPFILE : O_WRONLY);
}

function mayReplace(subject: Subject, place: string): boolean {
  const directory = path.dirname(place);
  const [above, stat] = [statOf(directory), statOf(place)];
  if (above === null || stat === null) return false;
  if (above.uid === subject.uid) return true;
  const isKept = (above.mode & 0o1000) !== 0 && stat.uid !== subject.uid;
  return !isKept && mayWrite(directory, above);
}

function opens(place: string, flags: number): boolean {
  try {
    closeSync(openSync(place, flags | careful, 0o600));
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (failing.has(code)) throw error;
    // Whatever else goes wrong does so behind the door: a socket, a disk without a medium, a program that runs.
    return !closing.has(code);
  }
}
