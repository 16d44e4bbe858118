import { execFile } from "node:child_process";
import { lstat } from "node:fs/promises";
import { promisify } from "node:util";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { authSecretFile } from "#lib/launcher/files/secret-files.ts";
import { clearStaleServer } from "#lib/launcher/postgres/clear-stale-server.ts";
import { postgresPaths } from "#lib/launcher/postgres/postgres-paths.ts";
import { LaunchError, messageOf } from "#lib/launcher/terminal/launch-error.ts";
import type { ServiceUsers } from "#lib/launcher/users/service-users.ts";

const run = promisify(execFile);

/**
 * Gives the web's and the database's files to their users where they are another's: an installation
 * of before, when both were one user's, or one that was moved. Safe to repeat; an interrupted run
 * goes on where it stopped, because the uppermost directory is given last.
 */
export async function adoptFiles(paths: InstallationPaths, users: ServiceUsers): Promise<void> {
  const databaseOwner = await formerOwner(paths.postgres, users.database.uid);
  if (databaseOwner !== null) {
    // A server that a killed launcher left behind would go on writing as the former user.
    await clearStaleServer(postgresPaths(paths.postgres).data, databaseOwner);
    await give(paths.postgres, databaseOwner, users.database);
  }
  const webOwner = await formerOwner(authSecretFile(paths), users.web.uid);
  if (webOwner !== null) await give(paths.web, webOwner, users.web);
}

/** Null where nothing is to be done: nothing is there, or it is root's, who is about to give it away. */
async function formerOwner(file: string, uid: number): Promise<number | null> {
  const found = await lstat(file).catch(() => null);
  return found && found.uid !== 0 && found.uid !== uid ? found.uid : null;
}

async function give(
  directory: string,
  from: number,
  to: { readonly uid: number; readonly gid: number },
): Promise<void> {
  try {
    // Nothing is followed, and nothing that isn't the former user's own changes hands.
    const options = ["-R", "-h", "-P", `--from=${from}`];
    await run("chown", [...options, `${to.uid}:${to.gid}`, "--", directory], {
      env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C" },
    });
  } catch (error) {
    throw new LaunchError(
      `The files in ${directory} could not be given to their user: ${messageOf(error)}`,
      "Mend what is named above, then start again; it goes on where it stopped.",
      { cause: error },
    );
  }
}
