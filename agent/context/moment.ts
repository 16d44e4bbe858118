import { uptime } from "node:os";
import type { ObservationOrder } from "#lib/host-agent/contract/observation.ts";
import type { AgentContext } from "./context.ts";

export type Clock = Pick<AgentContext, "now" | "uptimeMs">;

export const systemClock: Clock = { now: () => new Date(), uptimeMs: () => uptime() * 1000 };

/** When something is seen: by the clock, for people, and in an order that no change of the clock touches. */
export type Moment = { readonly at: string; readonly order: ObservationOrder };

export function momentOf({ now, uptimeMs, bootId }: Clock & Pick<AgentContext, "bootId">): Moment {
  return { at: now().toISOString(), order: { bootId, uptimeMs: uptimeMs() } };
}
