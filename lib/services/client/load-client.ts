import type { Db, Tx } from "#lib/db/db.ts";
import { notFound } from "../service-error.ts";
import type { ClientDto } from "./client-dto.ts";
import { clientInclude, toClientDto } from "./client-row.ts";

/** @throws ServiceError NOT_FOUND */
export async function loadClient(reader: Db | Tx, clientId: string): Promise<ClientDto> {
  const client = await reader.client.findUnique({ where: { id: clientId }, include: clientInclude });
  if (!client) throw notFound("client");
  const archived = await reader.tenant.count({ where: { clientId, archivedAt: { not: null } } });
  return toClientDto(client, archived);
}
