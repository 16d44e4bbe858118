import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";

export type FileOwnership = { readonly mode: number; readonly uid?: number; readonly gid?: number };

/**
 * Replaces a file whole: a reader, also one after a power cut, sees the old
 * content or the new one. The directory must not be writable by a tenant.
 */
export async function writeFileAtomic(
  file: string,
  content: string | Buffer,
  ownership: FileOwnership,
): Promise<void> {
  const staged = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const handle = await open(staged, "wx", 0o600);
    try {
      await handle.writeFile(content);
      if (ownership.uid !== undefined && ownership.gid !== undefined) {
        await handle.chown(ownership.uid, ownership.gid);
      }
      await handle.chmod(ownership.mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(staged, file);
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
  await syncDirectory(path.dirname(file));
}

/** Makes renames and removals inside a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
