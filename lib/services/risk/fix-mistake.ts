import { z } from "zod";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { slugReference } from "#lib/services/gateway/gateway-input.ts";
import { requestOperation } from "#lib/services/gateway/request-operation.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";

export const fixMistakeInput = z.strictObject({ slug: slugReference, ruleId: z.enum(mistakeIds) });
export type FixMistakeInput = z.input<typeof fixMistakeInput>;

/**
 * Does what one click safely can: writes the tenant's configuration again from
 * what the dashboard knows, or restarts its Gateway. The check that follows
 * says whether the mistake is gone.
 *
 * @throws ServiceError CONFLICT when the mistake is not there (any more) or takes a person
 */
export async function fixMistake(actor: Actor, input: FixMistakeInput): Promise<OperationDto> {
  authorize(actor, "mistake.fix");
  const { slug, ruleId } = parseInput(fixMistakeInput, input);
  const { fix, title, remedy } = mistakeRule(ruleId);
  if (fix === null) {
    throw new ServiceError("CONFLICT", `“${title}” can't be put right by one click.`, { nextStep: remedy });
  }
  return requestOperation(actor, {
    slug,
    ...(fix === "restart" ? { kind: "restart", desiredState: "running" } : { kind: "configure" }),
    prepare: async (tx, tenant) => {
      const open = await tx.finding.count({ where: { tenantId: tenant.id, ruleId, resolvedAt: null } });
      if (open === 0) {
        throw new ServiceError("CONFLICT", `“${title}” is not found on this tenant any more.`, {
          nextStep: "Nothing needs to be done. Check the host again to be sure.",
        });
      }
      await recordActivity(tx, actor, {
        action: "mistake.fix",
        tenantId: tenant.id,
        clientId: tenant.clientId,
        details: { slug, ruleId, title },
      });
    },
  });
}
