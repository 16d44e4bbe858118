import type { GatewaySituation } from "./lifecycle.ts";

const allowed: readonly GatewaySituation["phase"][] = ["stopped", "running", "failed", "backing-off"];

/** True when a tenant's channels, models or tools can be changed now. A host not heard of may be asked: the change waits for it. */
export function canConfigure({ phase, hasUnfinishedOperation }: GatewaySituation): boolean {
  return !hasUnfinishedOperation && (phase === "unknown" || allowed.includes(phase));
}
