import { readFile } from "node:fs/promises";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { LaunchError } from "#lib/launcher/launch-error.ts";
import { databaseUrl, postgresPaths } from "./postgres-paths.ts";

export const databaseName = "bulkhead";

/** The URL of an installation's embedded database, as whoever may read its password file. */
export async function readEmbeddedUrl(installation: InstallationPaths): Promise<string> {
  const paths = postgresPaths(installation.postgres);
  try {
    const password = await readFile(paths.passwordFile, "utf8");
    return databaseUrl(paths, password.trim(), databaseName);
  } catch (error) {
    throw new LaunchError(
      `There is no database in ${installation.postgres} that this user can read.`,
      "Run `npm start` first, as the same user and with the same BULKHEAD_HOME.",
      { cause: error },
    );
  }
}
