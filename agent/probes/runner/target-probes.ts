import { connectionProbes } from "./connection-probes.ts";
import { fileProbes } from "./file-probes.ts";
import { gatewayProbes } from "./gateway-probes.ts";
import { openclawProbes } from "./openclaw-probes.ts";
import { processProbes } from "./process-probes.ts";
import type { ProbeTable, TargetProbe } from "./runner-probe.ts";
import { sharedPlaceProbes } from "./shared-place-probes.ts";

export const targetProbes = {
  together: connectionProbes,
  inTurn: { ...fileProbes, ...processProbes, ...sharedPlaceProbes, ...gatewayProbes, ...openclawProbes },
} as const satisfies ProbeTable<TargetProbe>;
