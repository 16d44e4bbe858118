import path from "node:path";
import { applyMigrations, MigrationError } from "#lib/db/apply-migrations.ts";
import { logsDirectory } from "#lib/launcher/files/log-file.ts";
import type { Child } from "#lib/launcher/process/child.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import type { ServiceUsers } from "#lib/launcher/users/service-users.ts";
import { connectionProblem } from "./connection-problem.ts";
import { initializeCluster } from "./initialize-cluster.ts";
import { databaseUrl, type PostgresPaths, postgresPaths } from "./postgres-paths.ts";
import { type PostgresProgram, stagePostgresProgram } from "./postgres-program.ts";
import { databaseName } from "./read-embedded-url.ts";
import { startPostgres } from "./start-postgres.ts";

/** The installation's own server, prepared to be started again and again. */
export type EmbeddedDatabase = {
  readonly program: PostgresProgram;
  readonly paths: PostgresPaths;
  readonly url: string;
  /** Of the database that is there before any other. */
  readonly adminUrl: string;
  readonly start: () => Promise<Child>;
};

/** Puts the server's program and an initialized cluster in place. */
export async function prepareEmbeddedDatabase(
  settings: Settings,
  users: ServiceUsers | null,
): Promise<EmbeddedDatabase> {
  const runAs = users?.database ?? null;
  const program = await stagePostgresProgram(settings.paths.program);
  const paths = postgresPaths(settings.paths.postgres, settings.paths.postgresSocket);
  const password = await initializeCluster(program, paths, runAs);
  const logFile = path.join(logsDirectory(settings.paths), "postgres.log");
  return {
    program,
    paths,
    url: databaseUrl(paths, password, databaseName),
    adminUrl: databaseUrl(paths, password, "postgres"),
    start: () => startPostgres({ program, paths, runAs, password, logFile }),
  };
}

/** Throws a LaunchError unless the server that DATABASE_URL names takes connections. */
export async function requireOwnServer(url: string): Promise<void> {
  const problem = await connectionProblem(url);
  if (problem === null) return;
  const { host, pathname } = new URL(url);
  throw new LaunchError(
    `The database of DATABASE_URL (${host}${pathname}) can't be reached: ${problem}`,
    "Start that server or correct DATABASE_URL. Without DATABASE_URL, Bulkhead runs a PostgreSQL of its own.",
  );
}

/** Brings the database to this version's schema. */
export async function migrateDatabase(root: string, url: string): Promise<string[]> {
  try {
    return await applyMigrations(url, path.join(root, "prisma", "migrations"));
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    throw new LaunchError(
      `The database can't be brought to this version. ${error.message}`,
      "Nothing was half applied. Start the version that wrote this database, or restore a backup of it.",
      { cause: error },
    );
  }
}
