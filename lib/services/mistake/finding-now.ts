import type { Tx } from "#lib/db/db.ts";
import type { Finding } from "#lib/db/generated/client.ts";
import type { MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { ServiceError } from "#lib/services/service-error.ts";
import { type CurrentTenant, mistakeInclude, tenantMistakes } from "./mistake-rows.ts";

/**
 * The mistake as it stands for this tenant at this moment: failed in its newest
 * check, and nothing has changed since. What that check could not look at, what
 * an earlier one left, and what somebody answers for is not there to be put
 * right, whatever a screen shows.
 *
 * @throws ServiceError CONFLICT
 */
export async function findingNow(
  tx: Tx,
  tenant: CurrentTenant & { readonly id: string },
  ruleId: MistakeId,
): Promise<Finding> {
  const { title } = mistakeRule(ruleId);
  const rows = await tx.tenant.findUniqueOrThrow({ where: { id: tenant.id }, include: mistakeInclude });
  const mistake = tenantMistakes(rows, tenant, new Date()).find((each) => each.ruleId === ruleId);
  const finding = rows.findings.find((each) => each.ruleId === ruleId);
  const isOfNewest = finding?.checkId === rows.mistakes?.checkId && mistake?.stale === null;
  if (mistake?.verdict === "failed" && isOfNewest && finding !== undefined) return finding;
  if (mistake?.verdict === "accepted") {
    throw new ServiceError("CONFLICT", `“${title}” is accepted as a risk, so nothing was changed.`, {
      nextStep: "End the acceptance first, then put it right.",
    });
  }
  const nextStep = "Nothing was changed. Check the host again, look at what it finds, then decide.";
  if (mistake?.verdict === "failed") {
    const message = `“${title}” was found before, and may be gone or another one by now. ${mistake.stale ?? ""}`;
    throw new ServiceError("CONFLICT", message.trimEnd(), { nextStep });
  }
  const why = mistake?.verdict === "not-measured" && mistake.reason !== null ? ` ${mistake.reason}` : "";
  throw new ServiceError("CONFLICT", `“${title}” is not found on this tenant any more.${why}`, { nextStep });
}
