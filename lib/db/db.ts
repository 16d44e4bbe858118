import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#lib/env/env.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";

export type Db = PrismaClient;
/** What the function given to `db.$transaction` receives. */
export type Tx = Prisma.TransactionClient;

function createDb(): Db {
  const connection = {
    // Read on the first query, so that importing a service needs no environment.
    get connectionString() {
      return env().databaseUrl;
    },
    max: 10,
    connectionTimeoutMillis: 10_000,
  };
  return new PrismaClient({ adapter: new PrismaPg(connection) });
}

// Next reloads this module in development; the pool must not be opened again each time.
const kept = globalThis as typeof globalThis & { bulkheadDb?: Db };

/** The one database client of this process. */
export const db: Db = kept.bulkheadDb ?? createDb();
kept.bulkheadDb = db;
