import { z } from "zod";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestConfiguration } from "#lib/services/operation/request-configuration.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

export const switchOpenAiApiInput = z.strictObject({ slug: slugReference, isOn: z.boolean() });
export type SwitchOpenAiApiInput = z.input<typeof switchOpenAiApiInput>;

/**
 * Opens or closes a tenant's OpenAI-compatible API.
 *
 * @throws ServiceError CONFLICT when it is so already
 */
export async function switchOpenAiApi(actor: Actor, input: SwitchOpenAiApiInput): Promise<OperationDto> {
  authorize(actor, "api.switch");
  const { slug, isOn } = parseInput(switchOpenAiApiInput, input);
  return requestConfiguration(actor, slug, async (tx, tenant) => {
    const { count } = await tx.gateway.updateMany({
      where: { tenantId: tenant.id, hasOpenAiApi: !isOn },
      data: { hasOpenAiApi: isOn },
    });
    if (count === 0) {
      throw new ServiceError("CONFLICT", `The API is switched ${isOn ? "on" : "off"} already.`);
    }
    const about = { tenantId: tenant.id, clientId: tenant.clientId };
    await recordActivity(tx, actor, { action: "api.switch", ...about, details: { slug, isOn } });
  });
}
