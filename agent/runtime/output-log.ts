import { constants } from "node:fs";
import { copyFile, type FileHandle, mkdir, open, stat, truncate } from "node:fs/promises";
import type { TenantLayout } from "#agent/boundary/tenant-layout.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
/** How the line begins that says that a new process begins. */
export const startMark = "[bulkhead] Gateway started at";

/** Opens the file that receives what the Gateway prints, and marks in it that a new process begins. */
export async function openOutputLog(layout: TenantLayout, at: Date): Promise<FileHandle> {
  await mkdir(layout.output, { mode: 0o700 }).catch(ignoreExisting);
  const file = await open(layout.outputFile, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  await file.appendFile(`${startMark} ${at.toISOString()}\n`);
  return file;
}

/**
 * Keeps the output from filling the disk. The Gateway holds the file open, so
 * it is copied and emptied in place; what is printed between the two is lost.
 */
export async function capOutputLog(layout: TenantLayout, limitBytes: number): Promise<void> {
  const size = await stat(layout.outputFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= limitBytes) return;
  // A full disk must not keep the file growing.
  await copyFile(layout.outputFile, `${layout.outputFile}.1`).catch(() => {});
  await truncate(layout.outputFile, 0);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
