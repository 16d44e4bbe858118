/** What a screen or service knows of a Gateway when it decides what can be done. */
export type GatewaySituation = {
  /** `unknown` when the host's watch stream is stale. */
  readonly phase: GatewayPhase | "unknown";
  readonly hasUnfinishedOperation: boolean;
};

export type GatewayPhase =
  | "absent"
  | "incomplete"
  | "stopped"
  | "starting"
  | "running"
  | "stopping"
  | "backing-off"
  | "failed";

export const gatewayActions = ["provision", "start", "stop", "restart", "kill", "remove"] as const;
export type GatewayAction = (typeof gatewayActions)[number];

const allowed: Record<GatewayAction, readonly GatewaySituation["phase"][]> = {
  provision: ["absent", "incomplete", "stopped", "failed"],
  start: ["stopped", "failed", "backing-off"],
  stop: ["starting", "running", "backing-off", "unknown"],
  restart: ["running"],
  kill: ["starting", "running", "stopping", "backing-off"],
  remove: ["absent", "incomplete", "stopped", "failed"],
};

/**
 * True when the action makes sense now. `kill` goes past an unfinished
 * operation; everything else waits for it.
 */
export function canDo(action: GatewayAction, situation: GatewaySituation): boolean {
  if (situation.hasUnfinishedOperation && action !== "kill") return false;
  return allowed[action].includes(situation.phase);
}

/** What a person reads for a phase. */
export const phaseLabels: Record<GatewaySituation["phase"], string> = {
  absent: "Not provisioned",
  incomplete: "Provisioning unfinished",
  stopped: "Stopped",
  starting: "Starting",
  running: "Running",
  stopping: "Stopping",
  "backing-off": "Died, will be started again",
  failed: "Failed",
  unknown: "Unknown",
};
