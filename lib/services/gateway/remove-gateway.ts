import { z } from "zod";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestOperation } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

export const removeInput = z.strictObject({
  slug: slugReference,
  /** The slug as the operator typed it. */
  confirmation: z.string().max(64),
  /** Also delete the backups. */
  purge: z.boolean().default(false),
});
export type RemoveInput = z.input<typeof removeInput>;

/** Removes a stopped Gateway from its host: its tree and its OS user. The tenant's row and history stay. */
export async function removeGateway(actor: Actor, input: RemoveInput): Promise<OperationDto> {
  authorize(actor, "gateway.remove");
  const { slug, confirmation, purge } = parseInput(removeInput, input);
  if (confirmation.trim() !== slug) {
    throw new ServiceError("INVALID", "The name that was typed isn't this tenant's.", {
      nextStep: `Type ${slug} to confirm.`,
      fields: { confirmation: `Type ${slug} to confirm.` },
    });
  }
  return requestOperation(actor, { slug, kind: "remove", options: { purge } });
}
