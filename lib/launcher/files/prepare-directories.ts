import { chmod, lchown, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { RunAs } from "#lib/launcher/process/run-as.ts";
import { LaunchError, messageOf } from "#lib/launcher/terminal/launch-error.ts";
import type { ServiceUsers } from "#lib/launcher/users/service-users.ts";
import { logsDirectory } from "./log-file.ts";

/**
 * Makes the installation's directories with the owners and modes that
 * {@link InstallationPaths} states; safe to repeat.
 *
 * @param users of web and database; null when everything runs as one user
 */
export async function prepareDirectories(
  paths: InstallationPaths,
  users: ServiceUsers | null,
): Promise<void> {
  try {
    await mkdir(paths.home, { recursive: true });
    await own(paths.home, users === null ? 0o700 : 0o755, null);
    await own(paths.program, 0o755, null);
    await own(logsDirectory(paths), 0o700, null);
    await own(paths.run, 0o711, null);
    await own(paths.tenants, 0o711, null);
    await own(paths.agent, 0o700, null);
    // The web reads here and makes nothing: what root writes here can't be replaced under its hands.
    await own(paths.web, users === null ? 0o700 : 0o750, users && { uid: 0, gid: users.web.gid });
    await own(
      paths.postgresSocket,
      users === null ? 0o700 : 0o710,
      users && { uid: users.database.uid, gid: users.web.gid },
    );
  } catch (error) {
    throw new LaunchError(
      `The installation's directories can't be made in ${paths.home}: ${messageOf(error)}`,
      "Set BULKHEAD_HOME to a directory that this user may write, and check the free space.",
      { cause: error },
    );
  }
  if (users) await checkReach(paths.home);
}

async function own(directory: string, mode: number, owner: RunAs): Promise<void> {
  await mkdir(directory, { recursive: true, mode });
  // Whatever the umask took away.
  await chmod(directory, mode);
  if (owner) await lchown(directory, owner.uid, owner.gid);
}

/** Web, database and tenants are other users: each directory above must let them through. */
async function checkReach(home: string): Promise<void> {
  for (let above = path.dirname(home); above !== "/"; above = path.dirname(above)) {
    const { mode } = await stat(above);
    if ((mode & 0o001) !== 0) continue;
    throw new LaunchError(
      `The users of web and database can't reach ${home}: ${above} is closed to other users.`,
      "Set BULKHEAD_HOME to a path outside it, such as /var/lib/bulkhead.",
    );
  }
}
