import { prepareWebRole } from "#lib/db/web-role.ts";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";
import {
  type EmbeddedDatabase,
  migrateDatabase,
  prepareEmbeddedDatabase,
  requireOwnServer,
} from "#lib/launcher/postgres/embedded-database.ts";
import { databaseName } from "#lib/launcher/postgres/read-embedded-url.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { say, step } from "#lib/launcher/terminal/progress.ts";
import type { ServiceUsers } from "#lib/launcher/users/service-users.ts";

const oneRoleForAll =
  "DATABASE_URL names one role, which migrates the database and is the web's as well: who takes over the web could change the record of activity. Bulkhead's own PostgreSQL gives the web a role that can't.";

export type DatabaseOptions = {
  /** The clone. */
  readonly root: string;
  readonly settings: Settings;
  readonly users: ServiceUsers | null;
  /** Has Bulkhead's own server started; returns once it answers. Not called where DATABASE_URL names another. */
  readonly startServer: (database: EmbeddedDatabase) => Promise<void>;
  /** What the web's role has from now on. */
  readonly webPassword: string;
};

/**
 * Has the database up and at this version.
 *
 * @returns the URL with which the web connects
 */
export function bringUpDatabase(options: DatabaseOptions): Promise<string> {
  const { root, settings, users, startServer, webPassword } = options;
  return step("Bringing up the database", async () => {
    const url = settings.databaseUrl ?? (await startEmbedded());
    if (settings.databaseUrl !== null) await requireOwnServer(url);
    const applied = await migrateDatabase(root, url);
    if (applied.length > 0) say(`Database migrated: ${applied.join(", ")}`);
    if (settings.databaseUrl === null) return prepareWebRole(url, webPassword);
    say(oneRoleForAll);
    return url;
  });

  async function startEmbedded(): Promise<string> {
    const database = await prepareEmbeddedDatabase(settings, users);
    await startServer(database);
    await createDatabase(database.adminUrl, databaseName);
    return database.url;
  }
}
