import { describeHolder, portHolder, portOwnership } from "#agent/boundary/port-ownership.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, type StepRunner, unchanged } from "#agent/steps/run-step.ts";
import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { endGateway, sweepBoundary } from "./end-gateway.ts";
import { exitReason } from "./exit-reason.ts";
import { findOrphan } from "./find-orphan.ts";
import { lookAtHealth, unknownHealth } from "./gateway-health.ts";
import { lastLines, recordEnd, recordExit, unseenExit } from "./last-exit.ts";
import { StartFailure } from "./start-failure.ts";
import type { Supervision } from "./supervision.ts";
import { portTaken, waitUntilStarted } from "./wait-until-started.ts";

/** Called when nothing stands against the start any more, before the process is made; `isNew` is false when one runs already. */
type Accept = (start: { isNew: boolean }) => Promise<void>;

/**
 * Starts a tenant's Gateway and waits until it has started. Idempotent: one
 * that runs, also one nobody recorded, is taken as it is, never doubled. The
 * lock is the caller's business, and so is what follows a failure.
 *
 * @throws StartFailure when a process was started and is gone again; else AgentFailure, and nothing was started
 */
export async function startGateway(
  supervision: Supervision,
  record: TenantRecord,
  options: { emit: EmitStep; signal: AbortSignal; accept: Accept },
): Promise<void> {
  const { driver, context, slots } = supervision;
  const { emit, signal, accept } = options;
  const state = supervision.states.of(record.slug);
  const step = createStepRunner(emit, context.now);
  let release = () => {};
  try {
    const identity = await step("process", "Start the OpenClaw process", async (note) => {
      const running = findRunning(supervision, record);
      if (running) {
        await accept({ isNew: false });
        await remember(supervision, record, running);
        await refuseSilent(supervision, record, running);
        return unchanged(running, `It runs already: ${driver.describe(running).name}.`);
      }
      await recordEnd(supervision, record);
      if (slots.isFull()) note("Waiting: another Gateway is starting on this host.");
      release = await slots.take(signal);
      await sweepBoundary(supervision, record, null);
      await refuseTakenPort(record);
      await accept({ isNew: true });
      signal.throwIfAborted();
      const spawned = await driver.spawn(record).catch(async (error: unknown) => {
        await driver.shut(record);
        // Somebody may have taken the port since it was looked at; then that is the reason.
        await refuseTakenPort(record);
        throw error;
      });
      state.child = spawned;
      state.health = unknownHealth;
      await remember(supervision, record, spawned.handle);
      void spawned.exited.then(() => supervision.noticeEnd(record.slug, spawned.handle));
      return done(spawned.handle, `It is ${driver.describe(spawned.handle).name}.`);
    });
    supervision.publish(record.slug);
    await waitOrEnd(supervision, record, identity, step, signal);
    state.health = { ...unknownHealth, isLive: true, isStarted: true };
  } finally {
    release();
  }
}

function findRunning({ driver }: Supervision, record: TenantRecord): GatewayHandle | null {
  return record.process && driver.isRunning(record.process) ? record.process : findOrphan(driver, record);
}

async function remember(
  { registry }: Supervision,
  record: TenantRecord,
  identity: GatewayHandle,
): Promise<void> {
  await registry.update(record.slug, (current) => ({ ...current, process: identity }));
}

/**
 * A start that is long over isn't waited for again: a Gateway that ran and
 * stopped answering is for the operator to restart.
 */
async function refuseSilent(
  { driver, timings }: Supervision,
  { basePort: port }: TenantRecord,
  gateway: GatewayHandle,
): Promise<void> {
  const { name, startedAt } = driver.describe(gateway);
  if (driver.ageMs(gateway) < timings.startLimitMs) return;
  const question = { port, gateway, listeners: await listListeners(), timeoutMs: timings.requestTimeoutMs };
  if ((await lookAtHealth(question)).health.isStarted) return;
  throw new AgentFailure(
    "START_FAILED",
    `The Gateway runs already (${name}, since ${startedAt.toISOString()}), but it does not answer.`,
    "Restart it.",
  );
}

async function refuseTakenPort({ basePort }: TenantRecord): Promise<void> {
  const { foreign } = await portOwnership(await listListeners(), basePort, null);
  if (foreign) throw portTaken(basePort, describeHolder(await portHolder(foreign)));
}

/** Leaves a started Gateway, or none; but one whose start was broken off is left to whoever broke it off. */
async function waitOrEnd(
  supervision: Supervision,
  record: TenantRecord,
  identity: GatewayHandle,
  step: StepRunner,
  signal: AbortSignal,
): Promise<void> {
  const endedEarly = async () => {
    const ended = await recordEnd(supervision, { ...record, process: identity });
    const lines = supervision.registry.require(record.slug).lastExit?.lastLines ?? [];
    const meaning = ended ?? exitReason(unseenExit, lines);
    return new StartFailure({ ...meaning, message: `The Gateway did not start. ${meaning.reason}` }, lines);
  };
  try {
    await waitUntilStarted(supervision, record, identity, { step, signal, endedEarly });
  } catch (error) {
    if (error === signal.reason || error instanceof StartFailure) throw error;
    const ending = await endGateway(supervision, record, identity, signal);
    await sweepBoundary(supervision, record, identity);
    const lines = await lastLines(supervision, record);
    const failure = error instanceof AgentFailure ? StartFailure.of(error, lines) : null;
    await recordExit(
      supervision,
      record,
      ending.exit,
      failure?.detail.message ?? "It could not be watched.",
      lines,
    );
    throw failure ?? error;
  }
}
