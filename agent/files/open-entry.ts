import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { mountIdOf, O_PATH, type OpenedDirectory, selfOf } from "./opened-directory.ts";
import { isMount, isOtherFile } from "./place-failure.ts";

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/** What lies under a name, held: a file, a directory, or anything else. It is not opened for reading or writing. */
export type OpenedEntry = AsyncDisposable & {
  /** For people to read. */
  readonly path: string;
  readonly stat: Stats;
  /** Leads to what is held, whatever lies under its name by now. */
  readonly self: string;
  /** As it is now: how many names it has may change while it is held. */
  lookAgain(): Promise<Stats>;
};

/**
 * Holds what lies under a name in a directory, without following a link and
 * without opening a pipe or device; null when nothing is there.
 *
 * @throws AgentFailure PATH_FOREIGN when something is mounted there
 */
export async function openEntry(directory: OpenedDirectory, name: string): Promise<OpenedEntry | null> {
  const handle = await openOrNull(directory.at(name), O_PATH | O_NOFOLLOW);
  if (handle === null) return null;
  const place = path.join(directory.path, name);
  if (mountIdOf(handle) !== directory.mountId) {
    await handle.close();
    throw isMount(place);
  }
  return {
    path: place,
    stat: await handle.stat(),
    get self() {
      return selfOf(handle);
    },
    lookAgain: () => handle.stat(),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

/**
 * Opens a regular file that has this one name and this owner, for what the flags say.
 *
 * @throws AgentFailure PATH_FOREIGN when it is anything else
 */
export async function openFileIn(
  directory: OpenedDirectory,
  name: string,
  ownerUid: number,
  flags: number,
): Promise<FileHandle | null> {
  await using entry = await openEntry(directory, name);
  if (entry === null) return null;
  const { stat, path: place } = entry;
  if (!stat.isFile()) throw isOtherFile(place, "is not a plain file");
  if (stat.nlink !== 1) throw isOtherFile(place, "has a second name (hard link)");
  if (stat.uid !== ownerUid) throw isOtherFile(place, `belongs to user ${stat.uid}`);
  return await open(entry.self, flags | O_NONBLOCK);
}

/**
 * The bytes of a regular file, at most `maxBytes`; null when nothing is there.
 *
 * @throws AgentFailure PATH_FOREIGN when it is something else, somebody else's, or longer
 */
export async function readFileIn(
  directory: OpenedDirectory,
  name: string,
  ownerUid: number,
  maxBytes: number,
): Promise<Buffer | null> {
  await using file = await openFileIn(directory, name, ownerUid, O_RDONLY);
  if (file === null) return null;
  const buffer = Buffer.alloc(Math.min(maxBytes, (await file.stat()).size) + 1);
  let size = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, size, buffer.length - size, size);
    size += bytesRead;
    if (size === buffer.length)
      throw isOtherFile(path.join(directory.path, name), "is too long or is growing");
    if (bytesRead === 0) return buffer.subarray(0, size);
  }
}

async function openOrNull(place: string, flags: number): Promise<FileHandle | null> {
  try {
    return await open(place, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
