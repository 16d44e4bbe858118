import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { lockTenant } from "#lib/services/gateway/lock-tenant.ts";
import { alreadyBusy } from "#lib/services/gateway/request-operation.ts";
import { askAgent } from "#lib/services/host/host-agent.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { AdoptedDto } from "./drift-dto.ts";

export const adoptConfigInput = z.strictObject({
  slug: slugReference,
  /** Names the edited file that was on screen. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AdoptConfigInput = z.input<typeof adoptConfigInput>;

/** OpenClaw checks the file first, which takes a few seconds. */
const timeoutMs = 75_000;

/**
 * Accepts a configuration that was edited by hand as what it should be.
 *
 * @throws ServiceError CONFLICT while an operation is unfinished, AGENT_REFUSED when the host can't accept the file
 */
export async function adoptConfig(actor: Actor, input: AdoptConfigInput): Promise<AdoptedDto> {
  authorize(actor, "config.adopt");
  const { slug, hash } = parseInput(adoptConfigInput, input);
  return db.$transaction(
    async (tx) => {
      const tenant = await lockTenant(tx, slug);
      const unfinished = tenant.operations.find(isUnfinished);
      if (unfinished !== undefined) throw alreadyBusy(unfinished);
      const { tenantId, clientId } = { tenantId: tenant.id, clientId: tenant.clientId };
      // Recorded before it is done: the record goes with the transaction if the host refuses.
      await recordActivity(tx, actor, {
        action: "config.adopt",
        tenantId,
        clientId,
        details: { slug, hash },
      });
      const { paths } = await askAgent("config.adopt", { slug: slugSchema.parse(slug), hash }, { timeoutMs });
      return { paths };
    },
    { maxWait: 10_000, timeout: timeoutMs + 15_000 },
  );
}
