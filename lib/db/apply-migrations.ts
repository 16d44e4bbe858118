import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";

/** The advisory lock that Prisma's own `migrate deploy` takes, so that the two never run at once. */
const migrationLock = 72707369;

const bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** A migration that can't be applied; `message` says which and why. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };
type Recorded = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Applies the migrations that a database lacks, each in one transaction, and
 * records them as Prisma does: `prisma migrate status`, `deploy` and `diff`
 * agree with the result. Safe to call from several processes at once.
 *
 * @param directory holds one directory a migration, with a `migration.sql`
 * @returns names of the migrations applied, in order
 * @throws MigrationError
 */
export async function applyMigrations(url: string, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await client.query(bookkeeping);
    const missing = await findMissing(client, migrations);
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    // Also releases the lock.
    await client.end();
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function findMissing(client: Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<Recorded>(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  for (const row of rows) {
    const known = migrations.find((migration) => migration.name === row.migration_name);
    if (!known)
      throw new MigrationError(
        `The database has a migration that this version doesn't know: ${row.migration_name}. A newer Bulkhead wrote it.`,
      );
    if (known.checksum !== row.checksum)
      throw new MigrationError(`Migration ${row.migration_name} was changed after it was applied.`);
    if (row.finished_at === null)
      throw new MigrationError(`Migration ${row.migration_name} failed earlier and was left unfinished.`);
  }
  const applied = new Set(rows.map((row) => row.migration_name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  const id = randomUUID();
  try {
    await client.query("BEGIN");
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [id, migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    // The schema and its record go together: a migration that fails leaves nothing behind and is simply tried again.
    await client.query("ROLLBACK").catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Migration ${migration.name} could not be applied: ${reason}`, { cause: error });
  }
}
