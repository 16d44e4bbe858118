import { checkGeneration } from "#agent/registry/check-generation.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { isCancelled, recordRefusal } from "./after-death.ts";
import { cancelRetry } from "./gateway-state.ts";
import { abortWork, runWork } from "./run-work.ts";
import { StartFailure } from "./start-failure.ts";
import { startGateway } from "./start-gateway.ts";
import { stopGateway } from "./stop-gateway.ts";
import type { Supervision } from "./supervision.ts";

/** One order for one Gateway, from whoever may give it. `generation` tells a repeated order from an overtaken one. */
export type GatewayOrder = {
  readonly slug: Slug;
  readonly generation: number;
  readonly emit: EmitStep;
  /** Aborts when the agent shuts down. */
  readonly signal: AbortSignal;
};

/** Starts a Gateway. The caller holds the tenant's lock. */
export async function orderStart(supervision: Supervision, order: GatewayOrder): Promise<void> {
  const { registry, states } = supervision;
  const record = provisioned(registry.require(order.slug));
  checkGeneration(record, order.generation);
  const state = states.of(order.slug);
  let isAccepted = false;
  const accept = async () => {
    await registry.update(order.slug, (current) => ({
      ...current,
      desired: "running",
      generation: order.generation,
      isHeld: false,
      restartCount: 0,
    }));
    state.history = [];
    isAccepted = true;
  };
  cancelRetry(state);
  try {
    await runWork(supervision, order.slug, "starting", order.signal, (signal) =>
      startGateway(supervision, record, { emit: order.emit, signal, accept }),
    );
  } catch (error) {
    if (isAccepted && !isCancelled(error)) await hold(supervision, order.slug, error);
    throw error;
  }
}

/** Stops a Gateway, and keeps it stopped. The caller holds the tenant's lock. */
export async function orderStop(supervision: Supervision, order: GatewayOrder): Promise<void> {
  const { registry, states } = supervision;
  checkGeneration(registry.require(order.slug), order.generation);
  cancelRetry(states.of(order.slug));
  const record = await registry.update(order.slug, (current) => ({
    ...current,
    desired: "stopped",
    generation: order.generation,
    isHeld: false,
  }));
  await runWork(supervision, order.slug, "stopping", order.signal, (signal) =>
    stopGateway(supervision, record, order.emit, signal),
  );
}

/** Stops and starts a Gateway. What is desired is `running` all along, so that a crash in between brings it back. */
export async function orderRestart(supervision: Supervision, order: GatewayOrder): Promise<void> {
  const { registry, states } = supervision;
  const record = provisioned(registry.require(order.slug));
  checkGeneration(record, order.generation);
  cancelRetry(states.of(order.slug));
  await registry.update(order.slug, (current) => ({
    ...current,
    desired: "running",
    generation: order.generation,
    isHeld: false,
  }));
  await runWork(supervision, order.slug, "stopping", order.signal, (signal) =>
    stopGateway(supervision, record, order.emit, signal),
  );
  await orderStart(supervision, order);
}

/** Breaks off a start that a stop or restart is about to undo anyway. */
export function supersedeStart({ states }: Supervision, slug: Slug): void {
  const state = states.of(slug);
  if (state.activity === "starting") abortWork(state, "superseded");
}

/** Whoever ordered the start sees why it failed; it isn't tried again behind their back. */
async function hold(supervision: Supervision, slug: Slug, error: unknown): Promise<void> {
  const { registry } = supervision;
  if (!(error instanceof StartFailure)) await recordRefusal(supervision, registry.require(slug), error);
  const isRunning = registry.require(slug).process !== null;
  if (!isRunning) await registry.update(slug, (record) => ({ ...record, isHeld: true }));
  supervision.publish(slug);
}

function provisioned(record: TenantRecord): TenantRecord {
  if (record.isProvisioned) return record;
  throw new AgentFailure(
    "NOT_PROVISIONED",
    `Provisioning of "${record.slug}" did not finish, so there is nothing to start yet.`,
    "Provision the tenant again; it goes on where it stopped.",
  );
}
