import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "../actor.ts";
import { notFound } from "../service-error.ts";
import type { ClientDto } from "./client-dto.ts";
import { loadClient } from "./load-client.ts";

const getClientInput = z.object({ clientId: z.uuid() });
export type GetClientInput = z.input<typeof getClientInput>;

/** @throws ServiceError NOT_FOUND, also for what is no id at all: it may have been typed into the address bar */
export async function getClient(actor: Actor, input: GetClientInput): Promise<ClientDto> {
  authorize(actor, "client.read");
  const parsed = getClientInput.safeParse(input);
  if (!parsed.success) throw notFound("client");
  return loadClient(db, parsed.data.clientId);
}
