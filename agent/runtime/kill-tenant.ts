import { checkGeneration } from "#agent/registry/check-generation.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, unchanged } from "#agent/steps/run-step.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { killGateway, sweepBoundary } from "./end-gateway.ts";
import { findOrphan } from "./find-orphan.ts";
import { cancelRetry } from "./gateway-state.ts";
import { exitOf, lastLines, recordExit } from "./last-exit.ts";
import { abortWork } from "./run-work.ts";
import type { Supervision } from "./supervision.ts";

/**
 * Kills a tenant's Gateway without asking it and without waiting for the
 * tenant's lock: a start or stop under way is broken off. Idempotent.
 *
 * @throws AgentFailure STALE_GENERATION or STOP_FAILED
 */
export async function killTenant(
  supervision: Supervision,
  slug: Slug,
  generation: number,
  emit: EmitStep,
): Promise<void> {
  const { registry, states, context } = supervision;
  const step = createStepRunner(emit, context.now);
  const state = states.of(slug);
  checkGeneration(registry.require(slug), generation);
  await registry.update(slug, (record) => ({ ...record, desired: "stopped", generation, isHeld: false }));
  cancelRetry(state);
  abortWork(state, "killed");
  await step("kill", "Kill the Gateway", async () => {
    const first = await killOnce(supervision, slug);
    // What was broken off may have made a process just before it noticed.
    await state.work;
    const second = await killOnce(supervision, slug);
    const name = first ?? second;
    return name === null ? unchanged(null, "It was not running.") : done(null, `Killed ${name}.`);
  });
}

async function killOnce(supervision: Supervision, slug: Slug): Promise<string | null> {
  const { registry, driver } = supervision;
  const record = registry.require(slug);
  const recorded = record.process && driver.isRunning(record.process) ? record.process : null;
  const identity = recorded ?? findOrphan(driver, record);
  if (identity) await killGateway(supervision, record, identity);
  // What the Gateway leaves behind counts as the agent's own until its wrapper has ended.
  const exit = identity && (await exitOf(supervision, record, identity));
  await sweepBoundary(supervision, record, identity);
  if (identity === null || exit === null) return null;
  await recordExit(supervision, record, exit, "Killed on request.", await lastLines(supervision, record));
  return driver.describe(identity).name;
}
