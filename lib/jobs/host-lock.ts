import { Client } from "pg";
import { env } from "#lib/env/env.ts";

export type HostLock = AsyncDisposable & {
  readonly isHeld: boolean;
  /** Aborts when the connection that holds the lock is gone, and the lock with it. */
  readonly lost: AbortSignal;
};

/** Tries to become the one process that watches a host, for as long as its own database connection lives. */
export async function holdHostLock(hostId: string): Promise<HostLock> {
  const client = new Client({
    connectionString: env().databaseUrl,
    application_name: "bulkhead-watch",
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  await client.connect();
  try {
    const answer = await client.query<{ held: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held",
      [`watch/${hostId}`],
    );
    const isHeld = answer.rows[0]?.held ?? false;
    return { isHeld, lost: lost.signal, [Symbol.asyncDispose]: () => client.end() };
  } catch (error) {
    await client.end();
    throw error;
  }
}
