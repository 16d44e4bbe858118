import { chmod, chown, lstat } from "node:fs/promises";
import path from "node:path";
import { makeDirectory, type OpenedDirectory, openTrustedDirectory } from "#agent/files/opened-directory.ts";
import { agentUid } from "#agent/system/agent-uid.ts";

export type OwnedDirectory = {
  /** A directory of the agent's or the host's, from which the path is walked. */
  readonly below: string;
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Whose it may be before; anybody's when left out. */
  readonly before?: readonly number[];
};

/**
 * Makes a directory be there with its owner and mode. It is reached name by
 * name from the one it is below, and what is changed is what was opened:
 * nothing that somebody puts in its place meanwhile, no link, no mount.
 *
 * @returns whether anything had to be changed
 * @throws AgentFailure PATH_FOREIGN when something else is in its place
 */
export async function ensureOwnedDirectory(directory: OwnedDirectory): Promise<boolean> {
  const names = path.relative(directory.below, directory.path).split("/");
  await using base = await openTrustedDirectory(directory.below);
  return await ensureBelow(base, names, directory);
}

async function ensureBelow(
  parent: OpenedDirectory,
  [name = "", ...rest]: readonly string[],
  wanted: OwnedDirectory,
): Promise<boolean> {
  if (rest.length > 0) {
    await using next = await parent.enter(name, [agentUid()]);
    return await ensureBelow(next, rest, wanted);
  }
  const isCreated = await makeDirectory(parent, name);
  await using opened = await parent.enter(name, wanted.before);
  const { stat, self } = opened;
  const hasOwner = stat.uid === wanted.uid && stat.gid === wanted.gid;
  const hasMode = (stat.mode & 0o7777) === wanted.mode;
  if (!hasOwner) await chown(self, wanted.uid, wanted.gid);
  if (!hasOwner || !hasMode) await chmod(self, wanted.mode);
  return isCreated || !hasOwner || !hasMode;
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
