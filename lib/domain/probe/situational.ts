import type { ProbeId } from "./probe.ts";

/**
 * What has to be there before a probe can be tried at all. Where it is not,
 * the probe stays not measured and says so, and the verdict of the pair rests
 * on the others: a Gateway that runs holds its ports, so nobody can squat them,
 * and what does not exist can't be read. Every other probe has to be measured
 * before a pair is proven.
 */
const conditions: Partial<Record<ProbeId, string>> = {
  "squat.base-ipv4": "It can be tried only while the other tenant's Gateway is stopped.",
  "squat.base-ipv6": "It can be tried only while the other tenant's Gateway is stopped.",
  "squat.derived": "It can be tried only while the other tenant's Gateway is stopped.",
  "gateway.session-key": "It can be tried only where both Gateways can begin a conversation.",
  "port.browser": "It can be tried only where the other tenant's browser is on.",
  "port.browser-shared": "It can be tried only where the other tenant's browser is on.",
  "gateway.openai": "It can be tried only where that interface is on.",
  "files.browser": "It can be tried only where the other tenant has a browser profile.",
  "files.credentials": "It can be tried only where the other tenant has channel credentials.",
  "files.backups": "It can be tried only where the other tenant has backups.",
  "openclaw.agent-turn": "It can be tried only where a model is set up that a test may use.",
  "host.address": "It can be tried only where this host has an address beside its loopback.",
  "host.dashboard": "It can be tried only while the dashboard answers the host agent at its port.",
  "host.metadata": "It can be tried only where a cloud's metadata service answers this host.",
};

/** Why this probe may be missing from a pair that is proven; null when it may not. */
export function conditionOf(probe: ProbeId): string | null {
  return conditions[probe] ?? null;
}
