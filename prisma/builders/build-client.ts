import { db } from "#lib/db/db.ts";
import type { Client, Prisma } from "#lib/db/generated/client.ts";
import { unique } from "./unique.ts";

/** A client with nothing but a name. */
export async function buildClient(
  overrides: Partial<Prisma.ClientUncheckedCreateInput> = {},
): Promise<Client> {
  return db.client.create({ data: { name: unique("Client"), ...overrides } });
}
