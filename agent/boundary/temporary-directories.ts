import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { AgentFailure } from "#agent/agent-error.ts";
import type { AgentContext } from "#agent/context.ts";
import { isGiven } from "#agent/hardening/tenant-hardening.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { ensureOwnedDirectory, lstatOrNull } from "./owned-directory.ts";

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
    isChanged = (await ensureOwnedDirectory({ path: directory, mode: 0o700, ...owner })) || isChanged;
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

/** Removes what a user left in the shared places. Call it when no process of the user is left. */
export async function removeTemporaryFiles(uid: number): Promise<number> {
  let count = 0;
  for (const place of sharedPlaces) {
    for (const name of await readdir(place).catch(() => [])) {
      const entry = path.join(place, name);
      // The sticky bit keeps others from putting something else in its place.
      if ((await lstatOrNull(entry))?.uid !== uid) continue;
      await rm(entry, { recursive: true, force: true });
      count += 1;
    }
  }
  return count;
}
