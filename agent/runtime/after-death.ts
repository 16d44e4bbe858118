import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { afterDeath } from "./backoff.ts";
import { sweepBoundary } from "./end-gateway.ts";
import { cancelRetry } from "./gateway-state.ts";
import { recordEnd, recordExit, unseenExit } from "./last-exit.ts";
import { runWork } from "./run-work.ts";
import { StartFailure } from "./start-failure.ts";
import { startGateway } from "./start-gateway.ts";
import type { Supervision } from "./supervision.ts";

/** True when the agent should have this Gateway running without being asked again. */
export function isWanted(record: TenantRecord): boolean {
  return record.isProvisioned && record.desired === "running" && !record.isHeld;
}

/** Records the end of a Gateway that nobody asked to stop, and has it started again later if it is wanted. */
export async function handleEnd(
  supervision: Supervision,
  slug: Slug,
  identity: GatewayHandle,
): Promise<void> {
  const { registry, driver, context } = supervision;
  await supervision.locks.run(slug, async () => {
    const record = registry.get(slug);
    if (supervision.isClosing() || !record || !driver.isSame(record.process, identity)) return;
    if (driver.isRunning(identity)) return;
    const ended = await recordEnd(supervision, record);
    await sweepBoundary(supervision, record, identity).catch((error: unknown) => {
      context.log.warn({ slug, err: error }, "processes of a dead Gateway could not be ended");
    });
    const aliveMs = driver.ageMs(identity);
    const needsOperator = ended?.needsOperator ?? false;
    if (isWanted(record)) await retryOrHold(supervision, record, { aliveMs, needsOperator });
    supervision.publish(slug);
  });
}

/** Starts a wanted Gateway without an operator: after a death, a host's or an agent's restart. Never rejects for the Gateway's sake. */
export async function startByItself(supervision: Supervision, slug: Slug): Promise<void> {
  const { registry, context } = supervision;
  await supervision.locks.run(slug, async () => {
    const record = registry.get(slug);
    if (supervision.isClosing() || !record || !isWanted(record)) return;
    cancelRetry(supervision.states.of(slug));
    const accept = async ({ isNew }: { isNew: boolean }) => {
      if (isNew) await registry.update(slug, (now) => ({ ...now, restartCount: now.restartCount + 1 }));
    };
    try {
      await runWork(supervision, slug, "starting", new AbortController().signal, (signal) =>
        startGateway(supervision, record, { emit: () => {}, signal, accept }),
      );
    } catch (error) {
      if (isCancelled(error)) return;
      context.log.warn({ slug, err: error }, "the Gateway could not be started");
      if (!(error instanceof StartFailure)) await recordRefusal(supervision, registry.require(slug), error);
      const needsOperator = error instanceof StartFailure && error.needsOperator;
      await retryOrHold(supervision, record, { aliveMs: 0, needsOperator });
    }
    supervision.publish(slug);
  });
}

export function isCancelled(error: unknown): boolean {
  return error instanceof AgentFailure && error.detail.code === "CANCELLED";
}

/** Writes down why a Gateway isn't there although no process ended. Leaves a living process alone. */
export async function recordRefusal(
  supervision: Supervision,
  record: TenantRecord,
  error: unknown,
): Promise<void> {
  if (record.process && supervision.driver.isRunning(record.process)) return;
  const why =
    error instanceof AgentFailure ? error.detail.message : "The agent failed unexpectedly; see its log.";
  await recordExit(supervision, record, unseenExit, `Not started. ${why}`, []);
}

async function retryOrHold(
  supervision: Supervision,
  { slug }: TenantRecord,
  death: { aliveMs: number; needsOperator: boolean },
): Promise<void> {
  const { timings, registry, context } = supervision;
  const state = supervision.states.of(slug);
  const next = afterDeath(state.history, { atMs: performance.now(), aliveMs: death.aliveMs }, timings);
  state.history = next.history;
  if (death.needsOperator || next.kind === "hold") {
    const note = death.needsOperator
      ? ""
      : ` It died ${next.history.length} times within ${Math.round(timings.deathWindowMs / 60_000)} minutes, so it is not started again by itself.`;
    await registry.update(slug, (record) => ({
      ...record,
      isHeld: true,
      lastExit: record.lastExit && { ...record.lastExit, reason: `${record.lastExit.reason}${note}` },
    }));
    return;
  }
  cancelRetry(state);
  const timer = setTimeout(() => void startByItself(supervision, slug), next.delayMs);
  state.retry = { at: new Date(context.now().getTime() + next.delayMs), timer };
}
