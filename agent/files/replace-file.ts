import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { open, rename, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import { O_PATH, type OpenedDirectory, syncOpened } from "./opened-directory.ts";
import { isOtherFile, wasSwapped } from "./place-failure.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

export type FileOwnership = { readonly mode: number; readonly uid?: number; readonly gid?: number };

/**
 * Replaces a file whole: a reader, also one after a power cut, sees the old
 * content or the new one. What stood there is never opened, followed or
 * changed, only replaced.
 *
 * @param staging where it is written first: a directory of the agent's own on the same file system. Left out
 *   where `directory` is one itself; a tenant could swap the file before it is moved
 * @throws AgentFailure PATH_FOREIGN
 */
export async function replaceFile(
  directory: OpenedDirectory,
  name: string,
  content: string | Buffer,
  ownership: FileOwnership,
  staging = directory,
): Promise<void> {
  const staged = `${name.slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await using handle = await open(staging.at(staged), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    await handle.writeFile(content);
    if (ownership.uid !== undefined && ownership.gid !== undefined) {
      await handle.chown(ownership.uid, ownership.gid);
    }
    await handle.chmod(ownership.mode);
    await handle.sync();
    await moveOver(staging, staged, directory, name);
    // Where nobody else can write, only a later write of the agent's own can stand there by now.
    if (staging !== directory && !(await isAt(directory, name, await handle.stat()))) {
      throw wasSwapped(path.join(directory.path, name));
    }
  } catch (error) {
    await removeFile(staging, staged);
    throw error;
  }
  await syncOpened(directory);
}

/** Removes a name that is a file, a link, or anything else but a directory. No-op when nothing is there. */
export async function removeFile(directory: OpenedDirectory, name: string): Promise<void> {
  try {
    await unlink(directory.at(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

async function isAt(directory: OpenedDirectory, name: string, { ino, dev }: Stats): Promise<boolean> {
  await using place = await open(directory.at(name), O_PATH | O_NOFOLLOW).catch(() => null);
  const now = await place?.stat();
  return now?.ino === ino && now.dev === dev;
}

/** An empty directory in the file's place is taken away; one with something in it is not the agent's to judge. */
async function moveOver(from: OpenedDirectory, staged: string, to: OpenedDirectory, name: string) {
  try {
    await rename(from.at(staged), to.at(name));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "EISDIR" && code !== "ENOTEMPTY") throw error;
    const place = path.join(to.path, name);
    await rmdir(to.at(name)).catch(() => {
      throw isOtherFile(place, "is a directory");
    });
    await rename(from.at(staged), to.at(name)).catch(() => {
      throw wasSwapped(place);
    });
  }
}
