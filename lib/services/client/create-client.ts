import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { ClientDto } from "./client-dto.ts";
import { clientFields, clientNameTaken, requireAccountManager } from "./client-fields.ts";
import { loadClient } from "./load-client.ts";

const createClientInput = z.object({
  name: clientFields.name,
  contactName: clientFields.contactName.default(""),
  contactEmail: clientFields.contactEmail.default(""),
  notes: clientFields.notes.default(""),
  accountManagerId: clientFields.accountManagerId.default(null),
});
export type CreateClientInput = z.input<typeof createClientInput>;

/** A new client. Names are unique among clients that aren't archived, whatever their case. */
export async function createClient(actor: Actor, input: CreateClientInput): Promise<ClientDto> {
  authorize(actor, "client.create");
  const data = parseInput(createClientInput, input);
  try {
    return await db.$transaction(async (tx) => {
      await requireAccountManager(tx, data.accountManagerId);
      const { id } = await tx.client.create({ data });
      await recordActivity(tx, actor, {
        action: "client.create",
        clientId: id,
        details: { name: data.name },
      });
      return loadClient(tx, id);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw clientNameTaken(data.name, error);
    throw error;
  }
}
