import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { DeathHistory } from "./backoff.ts";
import type { ProcessExit } from "./exit-reason.ts";
import { type GatewayHealth, unknownHealth } from "./gateway-health.ts";

/** Why work on a Gateway was broken off. */
export type AbortReason = "killed" | "superseded" | "shutdown";

/**
 * What the agent knows of one Gateway only while it runs itself; the registry
 * has the rest. Changed by the supervisor alone.
 */
export type GatewayState = {
  readonly slug: Slug;
  /** The work that holds the tenant's lock now. */
  activity: "idle" | "starting" | "stopping";
  abort: AbortController | null;
  /** Settles when that work has ended; never rejects. */
  work: Promise<void>;
  /** Set while this agent is the parent of the process: only a parent learns the exit code. */
  child: { readonly handle: GatewayHandle; readonly exited: Promise<ProcessExit> } | null;
  history: DeathHistory;
  retry: { readonly at: Date; readonly timer: NodeJS.Timeout } | null;
  health: GatewayHealth;
  /** How often in a row the Gateway held its port and did not answer in time. */
  silentLooks: number;
  configHash: string | null;
  writtenConfigHash: string | null;
  memoryBytes: number | null;
  /** True while what connects its network with the host is being put back. */
  isMending: boolean;
  /** The last observation sent to watchers, without what always changes. */
  lastSeen: string | null;
};

export type GatewayStates = {
  of(slug: Slug): GatewayState;
  all(): GatewayState[];
  forget(slug: Slug): void;
};

export function createGatewayStates(): GatewayStates {
  const states = new Map<Slug, GatewayState>();
  return {
    of(slug) {
      const state = states.get(slug) ?? emptyState(slug);
      states.set(slug, state);
      return state;
    },
    all: () => [...states.values()],
    forget: (slug) => void states.delete(slug),
  };
}

export function cancelRetry(state: GatewayState): void {
  clearTimeout(state.retry?.timer);
  state.retry = null;
}

function emptyState(slug: Slug): GatewayState {
  return {
    slug,
    activity: "idle",
    abort: null,
    work: Promise.resolve(),
    child: null,
    history: [],
    retry: null,
    health: unknownHealth,
    silentLooks: 0,
    configHash: null,
    writtenConfigHash: null,
    memoryBytes: null,
    isMending: false,
    lastSeen: null,
  };
}
