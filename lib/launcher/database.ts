import path from "node:path";
import { applyMigrations, MigrationError } from "#lib/db/apply-migrations.ts";
import { LaunchError } from "./launch-error.ts";
import { logsDirectory } from "./log-file.ts";
import { connectionProblem } from "./postgres/connection-problem.ts";
import { createDatabase } from "./postgres/create-database.ts";
import { initializeCluster } from "./postgres/initialize-cluster.ts";
import { databaseUrl, postgresPaths } from "./postgres/postgres-paths.ts";
import { stagePostgresProgram } from "./postgres/postgres-program.ts";
import { databaseName } from "./postgres/read-embedded-url.ts";
import { startPostgres } from "./postgres/start-postgres.ts";
import type { Child } from "./process/child.ts";
import type { ServiceUsers } from "./service-users.ts";
import type { Settings } from "./settings.ts";

/** The installation's own server, prepared to be started again and again. */
export type EmbeddedDatabase = { readonly url: string; start(): Promise<Child> };

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
  const adminUrl = databaseUrl(paths, password, "postgres");
  return {
    url: databaseUrl(paths, password, databaseName),
    async start() {
      const server = await startPostgres({ program, paths, runAs, password, logFile });
      await createDatabase(adminUrl, databaseName);
      return server;
    },
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
