import type { AgentContext } from "#agent/context/context.ts";
import { checkGeneration } from "#agent/registry/check-generation.ts";
import { rememberFix, subjectsUnderWay } from "#agent/registry/fix-under-way.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, unchanged } from "#agent/steps/run-step.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { FixRequest, FixResult } from "#lib/host-agent/contract/fix.ts";
import { closeFiles } from "./close-files.ts";
import { foundNow } from "./found-now.ts";
import { moveSecrets } from "./move-secrets.ts";
import { renewHooksToken } from "./renew-hooks-token.ts";
import { rotateSharedToken } from "./rotate-shared-token.ts";

export type FixOrder = FixRequest & {
  readonly slug: Slug;
  readonly operationId: string;
  readonly generation: number;
};
export type Fixed = Omit<FixResult, "observation">;

const nothing: Fixed = { gatewayToken: null, moved: [], needsRestart: false };

/**
 * Puts a mistake right where that takes no guess, if a rule finds it on the
 * host at this moment. Convergent: what is right already is left as it is, so a
 * call that was cut off is completed by the next one of the same operation. The
 * caller holds the tenant's lock, or that of its secrets.
 *
 * @throws AgentFailure CONFIG_CHANGED when it is not found (any more) or has become something else,
 *   STALE_GENERATION, NOT_PROVISIONED
 */
export async function fixMistake(
  context: AgentContext,
  registry: Registry,
  { slug, operationId, generation, fix, subjects: asked }: FixOrder,
  emit: EmitStep,
  signal: AbortSignal,
): Promise<Fixed> {
  const step = createStepRunner(emit, context.now);
  const record = registry.require(slug);
  checkGeneration(record, generation);
  if (!record.isProvisioned) {
    throw new AgentFailure(
      "NOT_PROVISIONED",
      `Provisioning of "${slug}" did not finish, so nothing was put right.`,
      "Provision the tenant again; it goes on where it stopped. Then check the host again.",
    );
  }
  const subjects = await step("find", "Look whether it still is there", async () => {
    const underWay = await subjectsUnderWay(context, slug, operationId);
    if (underWay !== null) return unchanged(underWay, "This operation has begun to put it right.");
    const found = await foundNow(context, registry, { slug, fix, subjects: asked });
    await rememberFix(context, slug, { operationId, subjects: found });
    return done(found, `${found.length} of ${asked.length} found.`);
  });
  const tenant = await registry.update(slug, (current) => ({
    ...current,
    generation: Math.max(current.generation, generation),
  }));
  const order = { context, tenant, subjects, step, signal };
  switch (fix) {
    case "rotate-gateway-token":
      return { ...nothing, gatewayToken: await rotateSharedToken(order) };
    case "new-hooks-token":
      return { ...nothing, needsRestart: await renewHooksToken(order) };
    case "move-secrets":
      return { ...nothing, moved: await moveSecrets(order) };
    case "close-files":
      await closeFiles(order);
      return nothing;
  }
}
