import { isInTransaction } from "#lib/db/in-transaction.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";

/**
 * The same client, refusing to call a host from within a transaction, also in
 * production. A host may take a minute, for which rows and a connection would be
 * held; and what it did stays when the transaction is taken back. A change on a
 * host is intended in one transaction and its outcome written in another.
 */
export function outsideTransactions(client: AgentClient): AgentClient {
  return {
    call: async (verb, ...rest) => {
      refuseInTransaction(verb);
      return client.call(verb, ...rest);
    },
    steps: async (verb, ...rest) => {
      refuseInTransaction(verb);
      return client.steps(verb, ...rest);
    },
    stream: async (verb, ...rest) => {
      refuseInTransaction(verb);
      return client.stream(verb, ...rest);
    },
  };
}

function refuseInTransaction(verb: string): void {
  if (!isInTransaction()) return;
  throw new Error(`The host is asked for ${verb} within a transaction. Call it before or after.`);
}
