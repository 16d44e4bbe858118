import { lstat } from "node:fs/promises";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { readOwnedFile } from "#lib/launcher/files/read-owned-file.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import { databaseUrl, postgresPaths } from "./postgres-paths.ts";

export const databaseName = "bulkhead";

/** The URL of an installation's embedded database as its owner, for whoever may read the password file. */
export async function readEmbeddedUrl(installation: InstallationPaths): Promise<string> {
  const paths = postgresPaths(installation.postgres, installation.postgresSocket);
  try {
    const { uid } = await lstat(paths.directory);
    const password = await readOwnedFile(paths.passwordFile, [0, uid]);
    if (password === null) throw new Error(`${paths.passwordFile} is missing.`);
    return databaseUrl(paths, password.trim(), databaseName);
  } catch (error) {
    throw new LaunchError(
      `There is no database in ${installation.postgres} that this user can read.`,
      "Run `npm start` first, as the same user and with the same BULKHEAD_HOME.",
      { cause: error },
    );
  }
}
