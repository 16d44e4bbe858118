import type { AgentContext } from "#agent/context/context.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { GatewayDriver } from "./driver.ts";
import type { GatewayStates } from "./gateway-state.ts";
import type { StartSlots } from "./start-slots.ts";
import type { SupervisorTimings } from "./supervisor-timings.ts";

/** What the parts of supervision share; made once by `createSupervisor`. */
export type Supervision = {
  readonly context: AgentContext;
  readonly registry: Registry;
  readonly locks: TenantLock;
  readonly driver: GatewayDriver;
  readonly timings: SupervisorTimings;
  readonly states: GatewayStates;
  readonly slots: StartSlots;
  /** Tells watchers if the Gateway now looks different than before. */
  readonly publish: (slug: Slug) => void;
  /** Called when a Gateway's process may have ended; looks again, and acts once. Never rejects. */
  readonly noticeEnd: (slug: Slug, identity: GatewayHandle) => Promise<void>;
  /** True from the beginning of a shutdown: from then on nothing is started or judged dead. */
  readonly isClosing: () => boolean;
};
