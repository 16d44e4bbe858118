import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "#lib/db/apply-migrations.ts";
import { prepareWebRole } from "#lib/db/web-role.ts";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";
import { databaseUrl } from "#lib/launcher/postgres/postgres-paths.ts";
import { startPostgres } from "#lib/launcher/postgres/start-postgres.ts";
import { makeScratchCluster } from "./scratch-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the database `postgres` of the test server, as its superuser. */
    adminUrl: string;
    /** Of the role that the web has in each file's database. */
    webPassword: string;
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that each test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await makeScratchCluster();
  const settings = { fsync: "off", full_page_writes: "off", max_connections: "200" };
  const server = await startPostgres({ ...cluster, settings });
  const adminUrl = databaseUrl(cluster.paths, cluster.password, "postgres");
  await createDatabase(adminUrl, "template_migrated");
  const templateUrl = databaseUrl(cluster.paths, cluster.password, "template_migrated");
  await applyMigrations(templateUrl, "prisma/migrations");
  const webPassword = randomBytes(24).toString("base64url");
  await prepareWebRole(templateUrl, webPassword);
  project.provide("adminUrl", adminUrl);
  project.provide("webPassword", webPassword);
  return async () => {
    await server.stop();
    await cluster.remove();
  };
}
