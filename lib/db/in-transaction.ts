import { AsyncLocalStorage } from "node:async_hooks";

type Transaction = { isOpen: boolean };

// Next bundles routes apart from instrumentation: the process has one instance only through globalThis.
const kept = globalThis as typeof globalThis & { bulkheadTransaction?: AsyncLocalStorage<Transaction> };
kept.bulkheadTransaction ??= new AsyncLocalStorage();
const current = kept.bulkheadTransaction;

/** Does work that {@link isInTransaction} can tell from any other. */
export async function asTransaction<T>(work: () => Promise<T>): Promise<T> {
  const transaction = { isOpen: true };
  try {
    return await current.run(transaction, work);
  } finally {
    // Timers and connections that were made meanwhile, such as the job queue's, live on with this as their context.
    transaction.isOpen = false;
  }
}

/** True while the caller holds a transaction, and with it a connection and the rows that it locked. */
export function isInTransaction(): boolean {
  return current.getStore()?.isOpen ?? false;
}
