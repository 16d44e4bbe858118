import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { LockedTenant } from "#lib/services/operation/lock-tenant.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { requestConfiguration } from "#lib/services/operation/request-configuration.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";
import { getDrift } from "./get-drift.ts";

export const stopKeepingInput = z.strictObject({
  slug: slugReference,
  /** Names the adopted setting. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
});
export type StopKeepingInput = z.input<typeof stopKeepingInput>;

/**
 * Gives up a setting that was adopted from an edit by hand: the operation
 * writes the configuration with what the dashboard asks for in its place.
 *
 * @throws ServiceError CONFLICT when it is not kept any more, while the file holds an edit that nobody
 *   has decided on, or while an operation is unfinished
 */
export async function stopKeeping(actor: Actor, input: StopKeepingInput): Promise<OperationDto> {
  authorize(actor, "config.release");
  const { slug, id } = parseInput(stopKeepingInput, input);
  const { drift, adopted } = await getDrift(actor, { slug });
  const setting = adopted.find((each) => each.id === id);
  if (setting === undefined) {
    throw new ServiceError("CONFLICT", "This setting is not kept any more.", {
      nextStep: "Nothing needs to be done.",
    });
  }
  if (drift !== null) {
    throw new ServiceError(
      "CONFLICT",
      "The configuration was edited on the host, and the edit is undecided.",
      {
        nextStep: "Adopt the edit or restore what was written, then try again.",
      },
    );
  }
  const note = async (tx: Tx, tenant: LockedTenant) =>
    recordActivity(tx, actor, {
      action: "config.release",
      tenantId: tenant.id,
      clientId: tenant.clientId,
      details: { slug: tenant.slug, setting: setting.path },
    });
  return requestConfiguration(actor, slug, note, { release: [id] });
}
