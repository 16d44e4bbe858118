import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#lib/env/env.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { asTransaction } from "./in-transaction.ts";

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
  return withNamedTransactions(new PrismaClient({ adapter: new PrismaPg(connection) }));
}

/** The same client, whose interactive transactions {@link isInTransaction} knows. */
function withNamedTransactions(client: Db): Db {
  const transaction = client.$transaction.bind(client);
  const named = (work: unknown, options?: object) =>
    typeof work === "function"
      ? transaction((tx) => asTransaction(() => work(tx)), options)
      : transaction(work as Prisma.PrismaPromise<unknown>[], options);
  // It takes and gives what Prisma's own does, which has two signatures in one.
  client.$transaction = named as Db["$transaction"];
  return client;
}

// Next reloads this module in development; the pool must not be opened again each time.
const kept = globalThis as typeof globalThis & { bulkheadDb?: Db };

/** The one database client of this process. */
export const db: Db = kept.bulkheadDb ?? createDb();
kept.bulkheadDb = db;
