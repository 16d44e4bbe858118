import { constants } from "node:fs";
import { lstat, mkdir, open } from "node:fs/promises";
import { AgentFailure } from "#agent/agent-error.ts";

export type OwnedDirectory = {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
};

/**
 * Makes a directory be there with its owner and mode. Works on what was opened
 * without following a link, so nothing that somebody puts in its place
 * meanwhile is ever changed.
 *
 * @returns whether anything had to be changed
 * @throws AgentFailure PATH_FOREIGN when something else is in its place
 */
export async function ensureOwnedDirectory(directory: OwnedDirectory): Promise<boolean> {
  const isCreated = await createDirectory(directory.path);
  const handle = await open(
    directory.path,
    constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
  ).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR" || error.code === "ELOOP") throw notADirectory(directory.path);
    throw error;
  });
  try {
    const stat = await handle.stat();
    const hasOwner = stat.uid === directory.uid && stat.gid === directory.gid;
    const hasMode = (stat.mode & 0o7777) === directory.mode;
    if (!hasOwner) await handle.chown(directory.uid, directory.gid);
    if (!hasOwner || !hasMode) await handle.chmod(directory.mode);
    return isCreated || !hasOwner || !hasMode;
  } finally {
    await handle.close();
  }
}

/** Null when nothing is there. */
export async function lstatOrNull(file: string): Promise<Awaited<ReturnType<typeof lstat>> | null> {
  try {
    return await lstat(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function createDirectory(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

export function notADirectory(path: string): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `${path} exists and is not a directory, so nothing was changed there.`,
    "Look at what it is on the host; move it away, then try again.",
  );
}
