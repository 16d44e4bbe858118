import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "#lib/db/apply-migrations.ts";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";
import { initializeCluster } from "#lib/launcher/postgres/initialize-cluster.ts";
import { databaseUrl, postgresPaths } from "#lib/launcher/postgres/postgres-paths.ts";
import { stagePostgresProgram } from "#lib/launcher/postgres/postgres-program.ts";
import { startPostgres } from "#lib/launcher/postgres/start-postgres.ts";
import type { RunAs } from "#lib/launcher/process/run-as.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the database `postgres` of the test server, as its superuser. */
    adminUrl: string;
  }
}

/** PostgreSQL refuses to run as root; `nobody` exists wherever root runs these tests. */
const unprivileged: RunAs = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null;

/** One real PostgreSQL for the whole run, with a migrated template that each test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), "bulkhead-db-"));
  const home = path.join(directory, "postgres");
  await mkdir(home, { mode: 0o700 });
  if (unprivileged) {
    await chown(directory, unprivileged.uid, unprivileged.gid);
    await chown(home, unprivileged.uid, unprivileged.gid);
  }
  const program = await stagePostgresProgram(path.join(directory, "program"));
  const paths = postgresPaths(home);
  const password = await initializeCluster(program, paths, unprivileged);
  const settings = { fsync: "off", full_page_writes: "off", max_connections: "200" };
  const logFile = path.join(directory, "postgres.log");
  const server = await startPostgres({ program, paths, runAs: unprivileged, password, settings, logFile });
  const adminUrl = databaseUrl(paths, password, "postgres");
  await createDatabase(adminUrl, "template_migrated");
  await applyMigrations(databaseUrl(paths, password, "template_migrated"), "prisma/migrations");
  project.provide("adminUrl", adminUrl);
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
