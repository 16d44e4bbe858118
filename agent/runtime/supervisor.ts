import type { AgentContext } from "#agent/context/context.ts";
import { checkGeneration } from "#agent/registry/check-generation.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import { handleEnd } from "./after-death.ts";
import { attachGateways } from "./attach-gateways.ts";
import type { GatewayDriver } from "./driver.ts";
import { type GatewayOrder, orderRestart, orderStart, orderStop, supersedeStart } from "./gateway-orders.ts";
import { cancelRetry, createGatewayStates } from "./gateway-state.ts";
import { createGatewayWatch, type WatchListener } from "./gateway-watch.ts";
import { killTenant } from "./kill-tenant.ts";
import { createProcessDriver } from "./process-driver.ts";
import { abortWork } from "./run-work.ts";
import { createStartSlots } from "./start-slots.ts";
import { type StoppedGateway, stopEverything } from "./stop-everything.ts";
import type { Supervision } from "./supervision.ts";
import { defaultTimings, type SupervisorTimings } from "./supervisor-timings.ts";

export type { WatchChange, WatchListener } from "./gateway-watch.ts";

type Order = (slug: Slug, generation: number, emit: EmitStep, signal: AbortSignal) => Promise<Observation>;

/**
 * The one door to this host's Gateways. Every order is safe to repeat, waits
 * for the tenant's lock (but `kill`) and answers with what is seen afterwards.
 */
export type Supervisor = {
  /** Takes up what runs already and begins to watch; wanted Gateways that are gone are started in the background. */
  attachAll(): Promise<void>;
  /** @throws AgentFailure NOT_FOUND, NOT_PROVISIONED, STALE_GENERATION, PORT_TAKEN, RUNTIME_MISSING, DISK_FULL, CONFIG_INVALID, START_FAILED, START_TIMEOUT, CANCELLED */
  start: Order;
  /** Settles when nothing inside the tenant's boundary runs any more. @throws AgentFailure STOP_FAILED and the like */
  stop: Order;
  /** `stop` for a caller that holds the tenant's lock already. */
  stopHoldingLock: Order;
  restart: Order;
  /** Breaks off a start or stop under way; does not wait for the tenant's lock. */
  kill: Order;
  /** Looks now. A tenant this host doesn't know is `absent`. */
  observe(slug: Slug): Promise<Observation>;
  observeAll(): Promise<Observation[]>;
  /** Tells of every change from now on. The answer unsubscribes. */
  watch(listener: WatchListener): () => void;
  /** Stops every Gateway, for `down`. What is desired stays, so the next agent brings them back. Call `close` afterwards. */
  stopAll(onStopped: (stopped: StoppedGateway) => void): Promise<void>;
  /** Stops watching. Gateways go on running. */
  close(): Promise<void>;
};

export type SupervisorOptions = {
  readonly timings?: Partial<SupervisorTimings>;
  readonly driver?: GatewayDriver;
};

export function createSupervisor(
  context: AgentContext,
  registry: Registry,
  locks: TenantLock,
  options: SupervisorOptions = {},
): Supervisor {
  const timings = { ...defaultTimings, ...options.timings };
  const watch = createGatewayWatch(() => supervision);
  let isClosing = false;
  const supervision: Supervision = {
    context,
    registry,
    locks,
    timings,
    driver: options.driver ?? createProcessDriver(context),
    states: createGatewayStates(),
    slots: createStartSlots(timings.startsAtOnce),
    publish: watch.publish,
    noticeEnd: (slug, identity) =>
      handleEnd(supervision, slug, identity).catch((error: unknown) => {
        context.log.error({ slug, err: error }, "the end of a Gateway could not be handled");
      }),
    isClosing: () => isClosing,
  };
  const { states } = supervision;

  type Carry = (supervision: Supervision, order: GatewayOrder) => Promise<void>;
  const underLock = (carryOut: Carry, before: (slug: Slug) => void): Order => {
    return async (slug, generation, emit, signal) => {
      checkGeneration(registry.require(slug), generation);
      before(slug);
      await locks.run(slug, () => carryOut(supervision, { slug, generation, emit, signal }));
      return watch.observe(slug);
    };
  };
  const breakOffAll = () => {
    isClosing = true;
    for (const state of states.all()) {
      cancelRetry(state);
      abortWork(state, "shutdown");
    }
    return Promise.all(states.all().map((state) => state.work));
  };

  return {
    async attachAll() {
      await attachGateways(supervision);
      watch.begin();
    },
    start: underLock(orderStart, () => {}),
    stop: underLock(orderStop, (slug) => supersedeStart(supervision, slug)),
    restart: underLock(orderRestart, (slug) => supersedeStart(supervision, slug)),
    async stopHoldingLock(slug, generation, emit, signal) {
      await orderStop(supervision, { slug, generation, emit, signal });
      return watch.observe(slug);
    },
    async kill(slug, generation, emit) {
      await killTenant(supervision, slug, generation, emit);
      return watch.observe(slug);
    },
    observe: watch.observe,
    observeAll: watch.observeAll,
    watch: watch.subscribe,
    async stopAll(onStopped) {
      await breakOffAll();
      await stopEverything(supervision, onStopped);
    },
    async close() {
      await breakOffAll();
      await watch.end();
    },
  };
}
