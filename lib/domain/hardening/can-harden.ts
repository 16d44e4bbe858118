import type { GatewaySituation } from "#lib/domain/gateway/lifecycle.ts";

const allowed: readonly GatewaySituation["phase"][] = ["stopped", "running", "failed", "backing-off"];

/** True when the hardening of a tenant's boundary can be changed now. A host not heard of may be asked: the change waits for it. */
export function canHarden({ phase, hasUnfinishedOperation }: GatewaySituation): boolean {
  return !hasUnfinishedOperation && (phase === "unknown" || allowed.includes(phase));
}
