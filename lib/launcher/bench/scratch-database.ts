import path from "node:path";
import { applyMigrations } from "#lib/db/apply-migrations.ts";
import { db } from "#lib/db/db.ts";
import { makeScratchCluster } from "#lib/db/testing/scratch-cluster.ts";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";
import { databaseUrl } from "#lib/launcher/postgres/postgres-paths.ts";
import { startPostgres } from "#lib/launcher/postgres/start-postgres.ts";
import { root } from "#lib/launcher/testing/run-command.ts";

const name = "bench";

/** Lets the services of this process work on an empty, migrated database of a server of its own, which is then removed. */
export async function withScratchDatabase<T>(work: () => Promise<T>): Promise<T> {
  const cluster = await makeScratchCluster();
  try {
    const server = await startPostgres({ ...cluster, settings: { fsync: "off" } });
    try {
      await createDatabase(databaseUrl(cluster.paths, cluster.password, "postgres"), name);
      const url = databaseUrl(cluster.paths, cluster.password, name);
      await applyMigrations(url, path.join(root, "prisma/migrations"));
      // The database client reads it on its first query. The files are never opened.
      Object.assign(process.env, {
        DATABASE_URL: url,
        BULKHEAD_AUTH_SECRET_FILE: path.join(cluster.paths.directory, "no-auth-secret"),
        BULKHEAD_AGENT_TOKEN_FILE: path.join(cluster.paths.directory, "no-agent-token"),
        BULKHEAD_AGENT_SOCKET: path.join(cluster.paths.directory, "no-agent.sock"),
        BULKHEAD_LOG_LEVEL: "silent",
      });
      return await work();
    } finally {
      await db.$disconnect();
      await server.stop();
    }
  } finally {
    await cluster.remove();
  }
}
