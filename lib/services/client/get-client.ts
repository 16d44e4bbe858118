import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import type { ClientDto } from "./client-dto.ts";
import { loadClient } from "./load-client.ts";

export const getClientInput = z.object({ clientId: z.uuid() });
export type GetClientInput = z.input<typeof getClientInput>;

export async function getClient(actor: Actor, input: GetClientInput): Promise<ClientDto> {
  authorize(actor, "client.read");
  const { clientId } = parseInput(getClientInput, input);
  return loadClient(db, clientId);
}
