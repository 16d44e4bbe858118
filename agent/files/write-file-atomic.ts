import path from "node:path";
import { openTrustedDirectory, syncOpened } from "#agent/files/opened-directory.ts";
import { type FileOwnership, replaceFile } from "#agent/files/replace-file.ts";

/**
 * Replaces a file whole: a reader, also one after a power cut, sees the old
 * content or the new one. For the agent's own directories; where a tenant can
 * write, use {@link replaceFile}.
 *
 * @throws AgentFailure PATH_FOREIGN when the directory is somebody else's, or others can write to it
 */
export async function writeFileAtomic(
  file: string,
  content: string | Buffer,
  ownership: FileOwnership,
): Promise<void> {
  await using directory = await openTrustedDirectory(path.dirname(file));
  await replaceFile(directory, path.basename(file), content, ownership);
}

/** Makes renames and removals inside a directory of the agent's own survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  await using opened = await openTrustedDirectory(directory);
  await syncOpened(opened);
}
