import { z } from "zod";
import { hardeningChoiceSchema } from "#lib/domain/hardening/setting.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestOperation } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

const inputSchema = z.object({ slug: slugReference, choice: hardeningChoiceSchema });
export type ApplyHardeningInput = z.input<typeof inputSchema>;

/**
 * Changes what hardens a tenant's boundary. A running Gateway is restarted
 * where that is needed; whether it should run stays as it is.
 */
export async function applyHardening(actor: Actor, input: ApplyHardeningInput): Promise<OperationDto> {
  authorize(actor, "hardening.apply");
  const { slug, choice } = parseInput(inputSchema, input);
  return requestOperation(actor, { slug, kind: "harden", options: { choice } });
}
