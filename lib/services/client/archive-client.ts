import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { ServiceError } from "../service-error.ts";
import type { ClientDto } from "./client-dto.ts";
import { loadClient } from "./load-client.ts";

const archiveClientInput = z.object({ clientId: z.uuid() });
export type ArchiveClientInput = z.input<typeof archiveClientInput>;

/** Takes a client out of the lists and keeps everything about it. No-op when it is archived already. */
export async function archiveClient(actor: Actor, input: ArchiveClientInput): Promise<ClientDto> {
  authorize(actor, "client.archive");
  const { clientId } = parseInput(archiveClientInput, input);
  return db.$transaction(async (tx) => {
    // The row lock makes a tenant that is being created wait, so it can't slip in behind the check.
    await tx.$queryRaw`SELECT "id" FROM "Client" WHERE "id" = ${clientId}::uuid FOR UPDATE`;
    const client = await loadClient(tx, clientId);
    if (client.isArchived) return client;
    await refuseTenants(tx, client);
    await tx.client.update({
      where: { id: clientId },
      data: { archivedAt: new Date(), version: { increment: 1 } },
    });
    await recordActivity(tx, actor, { action: "client.archive", clientId, details: { name: client.name } });
    return loadClient(tx, clientId);
  });
}

const namedTenants = 3;

async function refuseTenants(tx: Tx, client: ClientDto): Promise<void> {
  if (client.tenantCount === 0) return;
  const tenants = await tx.tenant.findMany({
    where: { clientId: client.id, archivedAt: null },
    select: { name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: namedTenants,
  });
  const names = tenants.map((tenant) => tenant.name);
  const rest = client.tenantCount - names.length;
  const list = rest > 0 ? [...names, `${rest} more`] : names;
  const which = new Intl.ListFormat("en", { type: "conjunction" }).format(list);
  const has = client.tenantCount === 1 ? "a tenant that isn't" : "tenants that aren't";
  throw new ServiceError("CONFLICT", `${client.name} still has ${has} archived: ${which}.`, {
    nextStep: "Archive them first.",
  });
}
