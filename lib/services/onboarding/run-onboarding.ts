import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import type { Host, Prisma } from "#lib/db/generated/client.ts";
import { recommendRung } from "#lib/domain/tenant/decision.ts";
import { isPowerful } from "#lib/domain/tool-policy/policy.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { rungToColumn } from "#lib/services/columns/rung-column.ts";
import { allocatePortBlock } from "#lib/services/host/allocate-port-block.ts";
import { findHost } from "#lib/services/host/find-host.ts";
import { refreshHost } from "#lib/services/host/refresh-host.ts";
import { runtimeVersionOf } from "#lib/services/host/runtime-version.ts";
import { begin } from "#lib/services/operation/request-operation.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { acceptPolicyRisks } from "#lib/services/tool-policy/accept-policy-risks.ts";
import { isSlugTaken, slugTaken, whileOverlapping } from "./onboarding-conflicts.ts";
import type { OnboardingStartedDto } from "./onboarding-dto.ts";
import { onboardingInputSchema, type ParsedOnboarding } from "./onboarding-input.ts";
import { policyOf, policyRisksOf } from "./onboarding-policy.ts";
import { requireLiveClient } from "./require-live-client.ts";

export const runOnboardingInput = onboardingInputSchema.extend({
  /** The draft it came from; it is deleted with the onboarding. */
  draftId: z.uuid().optional(),
});
export type RunOnboardingInput = z.input<typeof runOnboardingInput>;

/**
 * Creates the tenant, reserves its ports and begins to provision its Gateway:
 * all of it or nothing.
 *
 * @throws ServiceError CONFLICT naming the field, when the slug is taken, the client is archived or no ports are left
 */
export async function runOnboarding(actor: Actor, input: RunOnboardingInput): Promise<OnboardingStartedDto> {
  authorize(actor, "tenant.onboard");
  const wish = parseInput(runOnboardingInput, input);
  const host = await refreshHost(await findHost(db, { hostId: wish.hostId }));
  return whileOverlapping(() =>
    db
      .$transaction((tx) => onboard(tx, actor, wish, host), { maxWait: 15_000, timeout: 20_000 })
      .catch((error: unknown) => {
        throw isSlugTaken(error) ? slugTaken(wish.slug) : error;
      }),
  );
}

async function onboard(
  tx: Tx,
  actor: Actor,
  wish: ParsedOnboarding & { readonly draftId?: string | undefined },
  host: Host,
): Promise<OnboardingStartedDto> {
  await requireLiveClient(tx, wish.clientId);
  const policy = policyOf(wish);
  const tenant = await tx.tenant.create({
    data: {
      clientId: wish.clientId,
      hostId: host.id,
      slug: wish.slug,
      name: wish.name,
      rung: rungToColumn(wish.rung),
      notes: wish.notes,
      decision: decisionOf(wish),
      gateway: {
        create: {
          hasPowerfulTools: isPowerful(policy),
          toolPolicy: policy,
          desiredState: "stopped",
          desiredVersion: runtimeVersionOf(host),
        },
      },
    },
  });
  const block = await allocatePortBlock(tx, host, tenant.id);
  await recordActivity(tx, actor, {
    action: "tenant.onboard",
    tenantId: tenant.id,
    clientId: tenant.clientId,
    details: {
      slug: tenant.slug,
      name: tenant.name,
      rung: wish.rung,
      basePort: block.base,
      preset: policy.preset,
    },
  });
  const given = { risks: policyRisksOf(wish), channels: [] };
  const at = { field: "acceptance", wayOut: "Choose another policy" };
  await acceptPolicyRisks(tx, actor, tenant, given, wish.acceptance, at);
  const operation = await begin(tx, actor, tenant, {
    slug: tenant.slug,
    kind: "provision",
    options: { startAfterwards: wish.startAfterwards },
  });
  if (wish.draftId !== undefined && actor.kind === "user") {
    await tx.onboardingDraft.deleteMany({ where: { id: wish.draftId, userId: actor.userId } });
  }
  return { tenantId: tenant.id, slug: tenant.slug, operationId: operation.id };
}

function decisionOf(wish: ParsedOnboarding): Prisma.InputJsonObject {
  const { rung, title, reasons, doesNotProtect } = recommendRung(wish.decision.answers);
  return {
    answers: wish.decision.answers,
    recommendation: { rung, title, reasons: [...reasons], doesNotProtect: [...doesNotProtect] },
    chosenRung: wish.rung,
  };
}
