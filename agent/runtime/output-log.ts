import { constants } from "node:fs";
import { copyFile, type FileHandle, mkdir, open, stat, truncate } from "node:fs/promises";
import type { TenantLayout } from "#agent/boundary/tenant-layout.ts";
import { openLog } from "#agent/logs/open-log.ts";
import { readLastLines } from "#agent/logs/read-last-lines.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
const startMark = "[bulkhead] Gateway started at";

/** Opens the file that receives what the Gateway prints, and marks in it that a new process begins. */
export async function openOutputLog(layout: TenantLayout, at: Date): Promise<FileHandle> {
  await mkdir(layout.output, { mode: 0o700 }).catch(ignoreExisting);
  const file = await open(layout.outputFile, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  await file.appendFile(`${startMark} ${at.toISOString()}\n`);
  return file;
}

/** What the latest process printed last, unmasked; at most `count` lines, oldest first. */
export async function lastOutput(layout: TenantLayout, ownerUid: number, count: number): Promise<string[]> {
  const file = await openLog({ directory: layout.output, name: "output.log", ownerUid });
  if (file === null) return [];
  try {
    const { lines } = await readLastLines(file, count);
    return lines.slice(lines.findLastIndex((line) => line.startsWith(startMark)) + 1);
  } finally {
    await file.close();
  }
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
