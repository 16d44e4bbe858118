import pg from "pg";

/** Prisma's own parameters, which are not the server's. */
const prismaParameters = ["schema", "connection_limit", "pool_timeout", "pgbouncer", "connect_timeout"];

/** Takes one of Prisma's URLs apart for `pg`. */
export function readConnection(prismaUrl) {
  const url = new URL(prismaUrl);
  const schema = url.searchParams.get("schema") ?? undefined;
  for (const name of prismaParameters) url.searchParams.delete(name);
  const database = decodeURIComponent(url.pathname.slice(1));
  return { url: url.toString(), schema, database };
}

/** The same server, another database. */
export function withDatabase(url, database) {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.toString();
}

/** Connects, runs `work(client)` and disconnects. */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs one statement of administration in the server's database `postgres`. */
export function administer(url, statement) {
  return withClient(withDatabase(url, "postgres"), (client) => client.query(statement));
}

export async function createDatabase(prismaUrl) {
  const { url, database } = readConnection(prismaUrl);
  await administer(url, `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  return { databaseName: database };
}
