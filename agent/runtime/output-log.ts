import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { openFileIn } from "#agent/files/open-entry.ts";
import { makeDirectory, type OpenedDirectory } from "#agent/files/opened-directory.ts";
import { replaceFile } from "#agent/files/replace-file.ts";
import { openTenantPlace, openTenantTree } from "#agent/files/tenant-place.ts";
import { agentUid } from "#agent/system/agent-uid.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR, O_WRONLY } = constants;
/** How the line begins that says that a new process begins. */
export const startMark = "[bulkhead] Gateway started at";

/**
 * Opens the file that receives what the Gateway prints, and marks in it that a
 * new process begins. It and its directory are the agent's.
 *
 * @throws AgentFailure PATH_FOREIGN when something else stands in its place
 */
export async function openOutputLog(layout: TenantLayout, at: Date): Promise<FileHandle> {
  await using tree = await openTenantTree(layout);
  await makeDirectory(tree, path.basename(layout.output));
  await using output = await tree.enter(path.basename(layout.output), [agentUid()]);
  const file = await openOrMake(output, path.basename(layout.outputFile));
  await file.appendFile(`${startMark} ${at.toISOString()}\n`);
  return file;
}

/**
 * Keeps the output from filling the disk. The Gateway holds the file open, so
 * it is copied and emptied in place; what is printed between the two is lost.
 */
export async function capOutputLog(layout: TenantLayout, limitBytes: number): Promise<void> {
  const name = path.basename(layout.outputFile);
  // What is wrong there is said when the Gateway starts; looking at a running one must not fail because of it.
  await using opened = await openTenantPlace(layout, "output", agentUid()).catch(() => null);
  if (opened === null) return;
  await using file = await openFileIn(opened.place, name, agentUid(), O_RDWR).catch(() => null);
  if (file === null) return;
  const { size } = await file.stat();
  if (size <= limitBytes) return;
  // The end of it alone, as long as one look may find it: the Gateway could make it seem as long as it likes.
  const length = Math.min(size, 2 * limitBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const kept = buffer.subarray(0, bytesRead);
  // A full disk must not keep the file growing.
  await replaceFile(opened.place, `${name}.1`, kept, { mode: 0o600 }).catch(() => {});
  await file.truncate(0);
}

async function openOrMake(directory: OpenedDirectory, name: string): Promise<FileHandle> {
  try {
    return await open(directory.at(name), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const file = await openFileIn(directory, name, agentUid(), O_WRONLY | O_APPEND);
    if (file === null) throw error;
    return file;
  }
}
