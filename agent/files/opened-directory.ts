import { constants, readFileSync, type Stats } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import path from "node:path";
import { agentUid } from "#agent/system/agent-uid.ts";
import { isMount, isNoDirectory, isNotThere, isOpenToOthers, isSomebodyElses } from "./place-failure.ts";

const { O_DIRECTORY, O_NOFOLLOW } = constants;

/** Linux's O_PATH, which Node doesn't name: a handle on the place itself, without opening what lies there. */
export const O_PATH = 0o10000000;

/**
 * A directory that is held open. Whatever somebody puts at its path meanwhile,
 * `at` and `enter` lead to this very directory: `/proc/self/fd/<n>/<name>` is
 * what `openat` and its relatives are elsewhere, which Node doesn't have.
 *
 * `@openclaw/fs-safe` was looked at for this. Without its native binding it
 * checks names before and after, which is not enough where somebody races;
 * with it, a prebuilt addon would run in root's process. Neither says whose a
 * directory must be, refuses a mount, or gives a place back to an owner, so
 * that this would be needed above it all the same.
 */
export type OpenedDirectory = AsyncDisposable & {
  /** For people to read. Nothing is reached by it. */
  readonly path: string;
  readonly stat: Stats;
  readonly mountId: number;
  /** Leads to this directory itself. */
  readonly self: string;
  /** Leads to a name inside this directory. The name itself may be anything, a link, too: say O_NOFOLLOW. */
  at(name: string): string;
  /**
   * Opens a directory in this one, itself: no link, no mount.
   *
   * @param owners whose it may be; anybody's when left out
   * @throws AgentFailure PATH_FOREIGN
   */
  enter(name: string, owners?: readonly number[]): Promise<OpenedDirectory>;
};

/**
 * Opens a directory by its name, links on the way to it included. Only for one
 * whose whole path is the agent's or the host's: it must be theirs, and nobody
 * else may be able to put something else in the place of what lies in it.
 *
 * @throws AgentFailure PATH_FOREIGN
 */
export async function openTrustedDirectory(directory: string): Promise<OpenedDirectory> {
  const handle = await openAt(directory, O_PATH | O_DIRECTORY, directory);
  const opened = await hold(handle, directory);
  const { uid, mode } = opened.stat;
  const isTrusted = uid === 0 || uid === agentUid();
  // With the sticky bit everybody may make something there, and nobody may replace what is somebody else's.
  const isClosed = (mode & 0o022) === 0 || (mode & 0o1000) !== 0;
  if (isTrusted && isClosed) return opened;
  await handle.close();
  throw isTrusted ? isOpenToOthers(directory, mode) : isSomebodyElses(directory, uid);
}

/** Makes a directory, 0700, unless something of that name is there. Answers whether it did. */
export async function makeDirectory(parent: OpenedDirectory, name: string): Promise<boolean> {
  try {
    await mkdir(parent.at(name), { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Makes renames and removals inside a directory survive a power cut. */
export async function syncOpened({ self }: OpenedDirectory): Promise<void> {
  await using handle = await open(self, constants.O_RDONLY | O_DIRECTORY);
  await handle.sync();
}

/** The kernel's number of the mount on which a handle lies: a bind mount has one of its own on the same device. */
export function mountIdOf({ fd }: FileHandle): number {
  const id = /^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
  if (id === undefined) throw new Error("This kernel doesn't say on which mount a file lies.");
  return Number(id);
}

/** One name, not a path: nothing that leads up, down or away. */
export function plainName(name: string): string {
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) {
    throw new Error(`${JSON.stringify(name)} is not a name inside a directory.`);
  }
  return name;
}

async function hold(handle: FileHandle, shown: string): Promise<OpenedDirectory> {
  const stat = await handle.stat();
  const mountId = mountIdOf(handle);
  const opened: OpenedDirectory = {
    path: shown,
    stat,
    mountId,
    get self() {
      return selfOf(handle);
    },
    at: (name) => `${selfOf(handle)}/${plainName(name)}`,
    async enter(name, owners) {
      const place = path.join(shown, name);
      const inner = await openAt(opened.at(name), O_PATH | O_DIRECTORY | O_NOFOLLOW, place);
      const entered = await hold(inner, place);
      const isOwned = owners === undefined || owners.includes(entered.stat.uid);
      if (entered.mountId === mountId && isOwned) return entered;
      await inner.close();
      throw entered.mountId === mountId ? isSomebodyElses(place, entered.stat.uid) : isMount(place);
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
  return opened;
}

/** Leads to what a handle holds. The number of one that is closed may be another's by now. */
export function selfOf({ fd }: FileHandle): string {
  if (fd < 0) throw new Error("This handle is closed.");
  return `/proc/self/fd/${fd}`;
}

async function openAt(place: string, flags: number, shown: string): Promise<FileHandle> {
  try {
    return await open(place, flags);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw isNotThere(shown, error);
    if (code === "ENOTDIR" || code === "ELOOP") throw isNoDirectory(shown, error);
    throw error;
  }
}
