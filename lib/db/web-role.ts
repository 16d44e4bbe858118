import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { Client } from "pg";

/** What the web connects as: it works with rows, and neither with tables nor with other roles. */
export const webRole = "bulkhead_web";

/** Tables whose rows the web adds and reads, and never changes or takes away. */
const appendOnly = ["Activity"];
/** Tables that are the migrations' business, which tell only what was applied. */
const readOnly = ["_prisma_migrations"];
/** pg-boss keeps its tables in order by itself, in a schema of its own that the web's role owns. */
const jobSchema = "pgboss";

/**
 * Gives a migrated database its web role: made if absent, with this password from now on and with
 * exactly the rights it needs, whatever it had before. Safe to repeat.
 *
 * @param ownerUrl of the database, as a superuser
 * @returns the same URL as the web's role
 */
export async function prepareWebRole(ownerUrl: string, password: string): Promise<string> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    // Two at once would make the role twice.
    await client.query("SELECT pg_advisory_xact_lock(hashtext($1))", [webRole]);
    const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [webRole]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${webRole}`);
    const nothingMore = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
    // The server's log shows a statement that fails, so the password itself is never in one.
    const verifier = client.escapeLiteral(scramVerifier(password));
    await client.query(`ALTER ROLE ${webRole} LOGIN ${nothingMore} PASSWORD ${verifier}`);
    const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name");
    for (const statement of grants(client.escapeIdentifier(rows[0]?.name ?? ""))) {
      await client.query(statement);
    }
    await client.query(ownJobSchema);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
  const url = new URL(ownerUrl);
  url.username = webRole;
  url.password = encodeURIComponent(password);
  return url.href;
}

function grants(database: string): string[] {
  const changed = appendOnly.map((table) => `"${table}"`).join(", ");
  return [
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC, ${webRole}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${webRole}`,
    "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC",
    `REVOKE ALL ON SCHEMA public FROM PUBLIC, ${webRole}`,
    `GRANT USAGE ON SCHEMA public TO ${webRole}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, ${webRole}`,
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, ${webRole}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${webRole}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${webRole}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${webRole}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${webRole}`,
    `REVOKE UPDATE, DELETE ON ${changed} FROM ${webRole}`,
    ...readOnly.map((table) => `REVOKE INSERT, UPDATE, DELETE ON "${table}" FROM ${webRole}`),
  ];
}

/** An installation of before has them as another role's. */
const ownJobSchema = `
DO $$
DECLARE one record;
BEGIN
  EXECUTE 'CREATE SCHEMA IF NOT EXISTS ${jobSchema}';
  EXECUTE 'ALTER SCHEMA ${jobSchema} OWNER TO ${webRole}';
  FOR one IN
    SELECT c.relname AS name, c.relkind AS kind FROM pg_class c
    WHERE c.relnamespace = '${jobSchema}'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND c.relowner <> '${webRole}'::regrole
      -- A sequence of a column goes with its table.
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
  LOOP
    EXECUTE format('ALTER %s ${jobSchema}.%I OWNER TO ${webRole}',
      CASE one.kind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
      one.name);
  END LOOP;
  FOR one IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = '${jobSchema}'::regnamespace AND p.proowner <> '${webRole}'::regrole
  LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO ${webRole}', one.name);
  END LOOP;
  FOR one IN
    SELECT t.typname AS name FROM pg_type t
    WHERE t.typnamespace = '${jobSchema}'::regnamespace AND t.typtype IN ('e', 'd')
      AND t.typowner <> '${webRole}'::regrole
  LOOP
    EXECUTE format('ALTER TYPE ${jobSchema}.%I OWNER TO ${webRole}', one.name);
  END LOOP;
END $$`;

/** What PostgreSQL itself keeps of a password (RFC 5803). The password is ours: random and plain ASCII. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const server = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}
