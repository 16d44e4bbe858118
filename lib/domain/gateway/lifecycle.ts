/** What a screen or service knows of a Gateway when it decides what can be done. */
export type GatewaySituation = {
  /** `unknown` when the host's watch stream is stale. */
  readonly phase: GatewayPhase | "unknown";
  readonly hasUnfinishedOperation: boolean;
};

/** What somebody asked for: whether it should run, or be on its host at all. */
export type DesiredState = "running" | "stopped" | "absent";

export type GatewayPhase =
  | "absent"
  | "incomplete"
  | "stopped"
  | "starting"
  | "running"
  | "stopping"
  | "backing-off"
  | "failed";

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
