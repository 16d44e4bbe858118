import { Client } from "pg";

/**
 * Creates a database unless there is one of this name.
 *
 * @param adminUrl of any other database of the server
 * @param template database to clone; nobody may be connected to it
 */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount !== 0) return;
    const clone = template === undefined ? "" : ` TEMPLATE ${client.escapeIdentifier(template)}`;
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}${clone}`);
  } finally {
    await client.end();
  }
}
