import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import { mistakeFixes, mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { findingNow } from "#lib/services/mistake/finding-now.ts";
import { faultsOf } from "#lib/services/mistake/mistake-columns.ts";
import { type LockedTenant, lockTenant } from "#lib/services/operation/lock-tenant.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { isUnfinished } from "#lib/services/operation/operation-row.ts";
import { refuseWhileChanging } from "#lib/services/operation/refuse-while-changing.ts";
import { alreadyBusy, begin, refuseWrongPhase } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { slugReference } from "#lib/services/slug-reference.ts";

export const fixMistakeInput = z.strictObject({
  slug: slugReference,
  ruleId: z.enum(mistakeIds),
  fix: z.enum(mistakeFixes),
  /** Keys of the faults that were on screen: something else that is wrong meanwhile is not touched. */
  faults: z.array(z.string().max(4000)).max(1000),
});
export type FixMistakeInput = z.input<typeof fixMistakeInput>;

/** What is left over is put right by the next click. */
const mostSubjects = 200;

/**
 * Does what one click safely can about a mistake, as an operation of its own.
 * The check that follows it says whether the mistake is gone.
 *
 * @throws ServiceError CONFLICT when the mistake is not there (any more), is another one than was on
 *   screen, takes a person, or while another operation is unfinished
 */
export async function fixMistake(actor: Actor, input: FixMistakeInput): Promise<OperationDto> {
  authorize(actor, "mistake.fix");
  const { slug, ruleId, fix, faults } = parseInput(fixMistakeInput, input);
  return db.$transaction(async (tx) => {
    const tenant = await lockTenant(tx, slug);
    refuseWhileChanging(tenant);
    const unfinished = tenant.operations.find(isUnfinished);
    if (unfinished !== undefined) throw alreadyBusy(unfinished);
    const subjects = await subjectsOf(tx, tenant, { ruleId, fix, faults });
    const { title } = mistakeRule(ruleId);
    if (fix === "restart" || fix === "restore-configuration") {
      const kind = fix === "restart" ? "restart" : "configure";
      refuseWrongPhase(tenant, kind);
      await recordActivity(tx, actor, {
        action: "mistake.fix",
        tenantId: tenant.id,
        clientId: tenant.clientId,
        details: { slug: tenant.slug, ruleId, title, fix },
      });
      return begin(tx, actor, tenant, { slug, kind });
    }
    refuseWrongPhase(tenant, "fix");
    return begin(tx, actor, tenant, { slug, kind: "fix", options: { fix, subjects, ruleId, title } });
  });
}

type Asked = Pick<z.output<typeof fixMistakeInput>, "ruleId" | "fix" | "faults">;

/** What of the mistake this fix is about, as the last check found it. */
async function subjectsOf(tx: Tx, tenant: LockedTenant, { ruleId, fix, faults }: Asked): Promise<string[]> {
  const { title, remedy } = mistakeRule(ruleId);
  const finding = await findingNow(tx, tenant, ruleId);
  const known = new Set(finding.faultKeys);
  if (known.size !== new Set(faults).size || !faults.every((key) => known.has(key))) {
    throw new ServiceError("CONFLICT", `What is wrong about “${title}” has changed since it was shown.`, {
      nextStep: "Look at what is found now, then decide.",
    });
  }
  const subjects = faultsOf(finding.faults).flatMap(({ cure }) =>
    cure?.by === "click" && cure.fix === fix ? [cure.subject] : [],
  );
  if (subjects.length === 0) {
    throw new ServiceError("CONFLICT", `“${title}” can't be put right by this click.`, { nextStep: remedy });
  }
  return [...new Set(subjects)].slice(0, mostSubjects);
}
