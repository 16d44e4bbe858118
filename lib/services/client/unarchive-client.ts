import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { ServiceError } from "../service-error.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { ClientDto } from "./client-dto.ts";
import { loadClient } from "./load-client.ts";

const unarchiveClientInput = z.object({ clientId: z.uuid() });
export type UnarchiveClientInput = z.input<typeof unarchiveClientInput>;

/** Brings a client back into the lists. No-op when it is there. */
export async function unarchiveClient(actor: Actor, input: UnarchiveClientInput): Promise<ClientDto> {
  authorize(actor, "client.archive");
  const { clientId } = parseInput(unarchiveClientInput, input);
  try {
    return await db.$transaction(async (tx) => {
      const { count } = await tx.client.updateMany({
        where: { id: clientId, archivedAt: { not: null } },
        data: { archivedAt: null, version: { increment: 1 } },
      });
      const client = await loadClient(tx, clientId);
      if (count > 0) {
        await recordActivity(tx, actor, {
          action: "client.unarchive",
          clientId,
          details: { name: client.name },
        });
      }
      return client;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ServiceError("CONFLICT", "Another client has taken this name meanwhile.", {
      nextStep: "Rename one of the two, then bring this one back.",
      cause: error,
    });
  }
}
