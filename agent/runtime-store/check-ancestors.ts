import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { AgentFailure } from "#agent/steps/agent-error.ts";

/**
 * Refuses a directory when somebody else could put things beside it or above
 * it: Node looks for packages in every parent directory, so a planted
 * node_modules there would run in every tenant's Gateway. A sticky bit doesn't
 * help against that.
 *
 * @param ownerUid the user who may own and write the directories, besides root
 */
export async function checkAncestors(directory: string, ownerUid: number): Promise<void> {
  for (let at = await realpath(directory); ; at = path.dirname(at)) {
    const stat = await lstat(at);
    const fault = faultOf(stat, ownerUid);
    if (fault) {
      throw new AgentFailure(
        "PATH_FOREIGN",
        `${directory} can't hold programs that tenants run, because ${at} ${fault}.`,
        "Set BULKHEAD_HOME to a directory such as /var/lib/bulkhead whose parents belong to root and can't be written by others.",
      );
    }
    if (at === path.dirname(at)) return;
  }
}

function faultOf(stat: { uid: number; gid: number; mode: number }, ownerUid: number): string | null {
  if (stat.uid !== 0 && stat.uid !== ownerUid) return `belongs to user ${stat.uid}`;
  if (stat.mode & 0o002) return "can be written by every user";
  // A user's private group has the user's number; a root agent trusts root's group alone.
  if (stat.mode & 0o020 && stat.gid !== ownerUid && stat.gid !== 0)
    return `can be written by group ${stat.gid}`;
  return null;
}
