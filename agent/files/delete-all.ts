import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { chmod, open, opendir, rename, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { O_PATH, type OpenedDirectory } from "./opened-directory.ts";
import { isMount } from "./place-failure.ts";

/** How many names are worked on at once. */
const batchSize = 64;
/** Nobody can reach what lies in there any more; only who had it open before could still add to it. */
const mostRounds = 200;

/**
 * Deletes everything in a directory that only the agent can enter, whatever it
 * is and however deep it goes. A directory inside is never walked into: it is
 * moved up to the top first, by the handle of the one it lies in, and emptied
 * there. So no link is followed, nothing outside is reached however names are
 * swapped meanwhile, and depth and odd names don't matter. A call that was cut
 * off is completed by the next.
 *
 * @throws AgentFailure PATH_FOREIGN where something is mounted: that is never deleted, and stays with what it lies in
 */
export async function deleteAll(bin: OpenedDirectory): Promise<void> {
  // Every round takes a level away, and a tree may have any number of them.
  let isEmpty = false;
  while (!isEmpty) {
    isEmpty = await eachName(bin, async (name) => {
      if (!(await removeName(inside(bin, name)))) await removeDirectory(bin, name);
    });
  }
}

async function removeDirectory(bin: OpenedDirectory, name: string): Promise<void> {
  await using directory = await bin.enter(name);
  if (process.getuid?.() !== 0) await chmod(directory.self, 0o700);
  for (let round = 0; round < mostRounds; round += 1) {
    const isEmpty = await eachName(directory, async (inner) => {
      if (!(await removeName(inside(directory, inner)))) await moveUp(directory, inner, bin);
    });
    if (isEmpty && (await isRemoved(inside(bin, name)))) return;
  }
  throw new AgentFailure(
    "STOP_FAILED",
    `Something still writes to ${directory.path} while it is deleted.`,
    "Find the program that has it open (lsof on the host), end it, then try again.",
    { isRetryable: true },
  );
}

async function isRemoved(place: Buffer): Promise<boolean> {
  try {
    await rmdir(place);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTEMPTY") return false;
    throw error;
  }
}

/** Answers false when a directory is there. */
async function removeName(place: Buffer): Promise<boolean> {
  try {
    await unlink(place);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return true;
    if (code === "EISDIR") return false;
    throw error;
  }
}

async function moveUp(directory: OpenedDirectory, name: string, bin: OpenedDirectory): Promise<void> {
  const from = inside(directory, name);
  const to = inside(bin, randomBytes(12).toString("hex"));
  try {
    await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
      // Without root, a directory that its owner may not write to can't be moved.
      if (error.code !== "EACCES") throw error;
      await using own = await open(from, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
      await chmod(`/proc/self/fd/${own.fd}`, 0o700);
      await rename(from, to);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    // The kernel moves no place on which something is mounted.
    if (code === "EBUSY" || code === "EXDEV") throw isMount(path.join(directory.path, shown(name)));
    throw error;
  }
}

/**
 * Names are bytes and need not be UTF-8; latin1 keeps every byte.
 *
 * @returns true when there was none
 */
async function eachName(directory: OpenedDirectory, work: (name: string) => Promise<void>): Promise<boolean> {
  let isEmpty = true;
  const batch: Promise<void>[] = [];
  try {
    for await (const { name } of await opendir(directory.self, { encoding: "latin1" })) {
      isEmpty = false;
      batch.push(work(name));
      if (batch.length < batchSize) continue;
      await allEnded(batch.splice(0));
    }
  } finally {
    await allEnded(batch);
  }
  return isEmpty;
}

/** Waits for all of them also when one fails: the number of a closed handle may be another directory's. */
async function allEnded(batch: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(batch)).find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

function inside({ self }: OpenedDirectory, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${self}/`), Buffer.from(name, "latin1")]);
}

function shown(name: string): string {
  return Buffer.from(name, "latin1").toString("utf8");
}
