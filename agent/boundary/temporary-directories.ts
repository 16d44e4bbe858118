import { randomBytes } from "node:crypto";
import { readdir, rename, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { deleteAll } from "#agent/files/delete-all.ts";
import { openEntry } from "#agent/files/open-entry.ts";
import { makeDirectory, type OpenedDirectory, openTrustedDirectory } from "#agent/files/opened-directory.ts";
import { ensureOwnedDirectory, lstatOrNull } from "#agent/files/owned-directory.ts";
import { isMount, wasSwapped } from "#agent/files/place-failure.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { agentUid } from "#agent/system/agent-uid.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** Places where every user of the host may leave things. */
const sharedPlaces = ["/tmp", "/var/tmp", "/dev/shm"];

/**
 * OpenClaw insists on these two directories in /tmp, by the user's number. Made
 * beforehand, nobody else can make them and so keep the Gateway from starting.
 * They vanish when the host boots: call this before each start.
 *
 * @returns whether anything had to be made
 * @throws AgentFailure PATH_FOREIGN when somebody else was faster
 */
export async function ensureTemporaryDirectories(owner: { uid: number; gid: number }): Promise<boolean> {
  let isChanged = false;
  for (const name of [`openclaw-${owner.uid}`, `openclaw-state-locks-${owner.uid}`]) {
    const directory = path.join("/tmp", name);
    const stat = await lstatOrNull(directory);
    if (stat && (!stat.isDirectory() || (stat.uid !== owner.uid && stat.uid !== process.getuid?.()))) {
      throw new AgentFailure(
        "PATH_FOREIGN",
        `${directory} was made by user ${stat.uid}, so this tenant's Gateway would refuse to start.`,
        "Find out why that user made it, remove it on the host, then try again.",
      );
    }
    const before = [owner.uid, agentUid()];
    const wanted = { below: "/tmp", path: directory, mode: 0o700, uid: owner.uid, gid: owner.gid, before };
    isChanged = (await ensureOwnedDirectory(wanted)) || isChanged;
  }
  return isChanged;
}

/** The same for a tenant, unless its /tmp is its own: then nobody can be faster. */
export async function prepareTemporaryDirectories(
  context: Pick<AgentContext, "hardening">,
  tenant: TenantRecord,
): Promise<boolean> {
  return isGiven(context, tenant, "private-view") ? false : ensureTemporaryDirectories(tenant);
}

/**
 * Removes what a user left in the shared places. Call it when no process of the
 * user is left. What lies in there may be anybody's, so it is deleted by handles
 * in a directory of the agent's own.
 *
 * @throws AgentFailure PATH_FOREIGN when something is mounted in there
 */
export async function removeTemporaryFiles(uid: number): Promise<number> {
  let count = 0;
  for (const place of sharedPlaces) {
    const shared = await openTrustedDirectory(place).catch(() => null);
    if (shared === null) continue;
    try {
      const names = await readdir(shared.self);
      for (const name of names.filter((each) => each.startsWith(binPrefix(uid))))
        await emptyBin(shared, name);
      for (const name of names) {
        if (await removeOwn(shared, name, uid)) count += 1;
      }
    } finally {
      await shared[Symbol.asyncDispose]();
    }
  }
  return count;
}

async function removeOwn(shared: OpenedDirectory, name: string, uid: number): Promise<boolean> {
  // The sticky bit keeps others from putting something else in its place.
  await using entry = await openEntry(shared, name).catch(() => null);
  if (entry?.stat.uid !== uid) return false;
  if (!entry.stat.isDirectory()) {
    await unlink(shared.at(name));
    return true;
  }
  const bin = `${binPrefix(uid)}${randomBytes(6).toString("hex")}`;
  await makeDirectory(shared, bin);
  {
    await using opened = await shared.enter(bin, [agentUid()]);
    await rename(shared.at(name), opened.at("left")).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EBUSY" ? isMount(entry.path) : error;
    });
    await using moved = await openEntry(opened, "left");
    if (moved?.stat.ino !== entry.stat.ino) throw wasSwapped(entry.path);
  }
  await emptyBin(shared, bin);
  return true;
}

/** Also one that a removal left which was cut off, or that found something mounted. */
async function emptyBin(shared: OpenedDirectory, name: string): Promise<void> {
  {
    await using bin = await shared.enter(name, [agentUid()]);
    await deleteAll(bin);
  }
  await rmdir(shared.at(name));
}

function binPrefix(uid: number): string {
  return `.bulkhead-removing-${uid}-`;
}
