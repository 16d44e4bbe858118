import type { Tx } from "#lib/db/db.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/**
 * Holds the client so that it can't be archived before the transaction ends.
 *
 * @throws ServiceError INVALID when it doesn't exist, CONFLICT when it is archived
 */
export async function requireLiveClient(tx: Tx, clientId: string): Promise<void> {
  const [client] = await tx.$queryRaw<{ archivedAt: Date | null; name: string }[]>`
    SELECT "archivedAt", "name" FROM "Client" WHERE "id" = ${clientId}::uuid FOR SHARE`;
  if (client === undefined) {
    throw new ServiceError("INVALID", "There is no such client.", {
      nextStep: "Choose a client from the list.",
      fields: { clientId: "Choose a client from the list." },
    });
  }
  if (client.archivedAt !== null) {
    throw new ServiceError("CONFLICT", `${client.name} is archived.`, {
      nextStep: "Choose another client, or bring this one back from the archive.",
      fields: { clientId: "This client is archived." },
    });
  }
}
