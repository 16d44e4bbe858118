import { askAgent } from "#lib/agent-calls/host-agent.ts";
import { db } from "#lib/db/db.ts";
import { isPowerful } from "#lib/domain/tool-policy/policy.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { findFreeBase } from "#lib/services/host/allocate-port-block.ts";
import { findHost } from "#lib/services/host/find-host.ts";
import { refreshHost } from "#lib/services/host/refresh-host.ts";
import { runtimeVersionOf } from "#lib/services/host/runtime-version.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { OnboardingPlanDto } from "./onboarding-dto.ts";
import { type OnboardingInput, onboardingInputSchema, type ParsedOnboarding } from "./onboarding-input.ts";
import { policyObstacles, policyOf } from "./onboarding-policy.ts";

/**
 * Shows exactly what an onboarding would do, without reserving or touching anything.
 *
 * @throws ServiceError CONFLICT when no ports are left, AGENT_UNREACHABLE when the host can't be asked
 */
export async function planOnboarding(actor: Actor, input: OnboardingInput): Promise<OnboardingPlanDto> {
  authorize(actor, "tenant.onboard");
  const wish = parseInput(onboardingInputSchema, input);
  const host = await refreshHost(await findHost(db, { hostId: wish.hostId }));
  const policy = policyOf(wish);
  const plan = await askAgent(host.id, "plan", {
    spec: {
      slug: wish.slug,
      rung: wish.rung,
      basePort: await findFreeBase(db, host),
      runtimeVersion: runtimeVersionOf(host),
      hasPowerfulTools: isPowerful(policy),
      toolPolicy: policy,
    },
  });
  return {
    host: { id: host.id, name: host.name },
    plan,
    obstacles: [...(await knownObstacles(wish)), ...policyObstacles(wish), ...plan.obstacles],
  };
}

async function knownObstacles(wish: ParsedOnboarding): Promise<OnboardingPlanDto["obstacles"]> {
  const [tenant, client] = await Promise.all([
    db.tenant.findUnique({ where: { slug: wish.slug }, select: { name: true } }),
    db.client.findUnique({ where: { id: wish.clientId }, select: { name: true, archivedAt: true } }),
  ]);
  const obstacles: OnboardingPlanDto["obstacles"][number][] = [];
  if (tenant !== null) {
    obstacles.push({
      code: "SLUG_TAKEN",
      message: `The slug ${wish.slug} belongs to ${tenant.name}.`,
      nextStep: "Choose another slug.",
    });
  }
  if (client === null || client.archivedAt !== null) {
    obstacles.push({
      code: "CLIENT_UNAVAILABLE",
      message: client === null ? "There is no such client." : `${client.name} is archived.`,
      nextStep: "Choose another client.",
    });
  }
  return obstacles;
}
