import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, inject } from "vitest";
import { webRole } from "#lib/db/web-role.ts";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";

// Runs before each test file, and before the file imports the database client.
const adminUrl = inject("adminUrl");
const name = `test_${randomBytes(6).toString("hex")}`;
await createDatabase(adminUrl, name, "template_migrated");
const directory = await mkdtemp(path.join(tmpdir(), "bulkhead-test-"));
await writeFile(path.join(directory, "auth-secret"), randomBytes(32).toString("base64url"), { mode: 0o600 });
await writeFile(path.join(directory, "agent-token"), randomBytes(32).toString("base64url"), { mode: 0o600 });

const url = new URL(adminUrl);
url.pathname = `/${name}`;
// The services work as the role that they have in an installation.
url.username = webRole;
url.password = inject("webPassword");
Object.assign(process.env, {
  DATABASE_URL: url.href,
  BULKHEAD_URL: "http://localhost:3000",
  BULKHEAD_AUTH_SECRET_FILE: path.join(directory, "auth-secret"),
  BULKHEAD_AGENT_TOKEN_FILE: path.join(directory, "agent-token"),
  // Nobody listens here until a test starts an agent on it.
  BULKHEAD_AGENT_SOCKET: path.join(directory, "agent.sock"),
  BULKHEAD_LOG_LEVEL: "silent",
});

afterAll(async () => {
  const { db } = await import("#lib/db/db.ts");
  await db.$disconnect();
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
  await rm(directory, { recursive: true, force: true });
});
