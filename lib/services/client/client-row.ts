import type { Prisma } from "#lib/db/generated/client.ts";
import type { ClientDto, ClientRowDto } from "./client-dto.ts";

/** What has to be read of a client to make its DTOs. */
export const clientInclude = {
  accountManager: { select: { id: true, name: true } },
  _count: { select: { tenants: { where: { archivedAt: null } } } },
} as const satisfies Prisma.ClientInclude;

export type ClientRow = Prisma.ClientGetPayload<{ include: typeof clientInclude }>;

export function toClientRowDto(client: ClientRow): ClientRowDto {
  return {
    id: client.id,
    name: client.name,
    contactName: client.contactName,
    contactEmail: client.contactEmail,
    accountManager: client.accountManager,
    isArchived: client.archivedAt !== null,
    tenantCount: client._count.tenants,
    createdAt: client.createdAt.toISOString(),
  };
}

export function toClientDto(client: ClientRow, archivedTenantCount: number): ClientDto {
  return {
    ...toClientRowDto(client),
    notes: client.notes,
    archivedAt: client.archivedAt?.toISOString() ?? null,
    archivedTenantCount,
    version: client.version,
  };
}
