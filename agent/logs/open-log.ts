import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { AgentFailure } from "#agent/agent-error.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

export type LogLocation = {
  readonly directory: string;
  readonly name: string;
  /** Who must own the file. */
  readonly ownerUid: number;
};

/**
 * Opens a log for reading; null when there is none yet. The directory may
 * belong to a tenant, who could put a link, a pipe or somebody else's file in
 * the log's place: only a regular file of the expected owner under one name is read.
 *
 * @throws AgentFailure PATH_FOREIGN when something else stands there
 */
export async function openLog({ directory, name, ownerUid }: LogLocation): Promise<FileHandle | null> {
  const parent = await openOrNull(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (parent === null) return null;
  try {
    // O_NONBLOCK: opening a pipe would otherwise wait for a writer.
    const file = await openOrNull(`/proc/self/fd/${parent.fd}/${name}`, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (file === null) return null;
    const stat = await file.stat();
    if (stat.isFile() && stat.nlink <= 1 && stat.uid === ownerUid) return file;
    await file.close();
    throw foreign(`${directory}/${name}`);
  } finally {
    await parent.close();
  }
}

async function openOrNull(path: string, flags: number): Promise<FileHandle | null> {
  try {
    return await open(path, flags);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return null;
    if (code === "ELOOP" || code === "ENOTDIR" || code === "ENXIO") throw foreign(path, error);
    throw error;
  }
}

function foreign(path: string, cause?: unknown): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `${path} is not a plain log file of this tenant, so it was not read.`,
    "Look at the file on the host: a link, a pipe or another user's file stands in the log's place. Remove it.",
    { cause },
  );
}
