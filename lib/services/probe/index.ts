export { type CancelProbeRunInput, cancelProbeRun } from "./cancel-probe-run.ts";
export { getProbeMap, type ProbeMapInput } from "./get-probe-map.ts";
export { getProbePair, type ProbePairInput } from "./get-probe-pair.ts";
export { getProbeRun, type ProbeRunInput } from "./get-probe-run.ts";
export { getTenantAttempts } from "./get-tenant-attempts.ts";
export { listProbeChanges, type ProbeChangesInput } from "./list-probe-changes.ts";
export { type ListProbeRunsInput, listProbeRuns } from "./list-probe-runs.ts";
export type {
  ProbeChangeDto,
  ProbeMapDto,
  ProbePairDto,
  ProbeRunDto,
  TenantAttemptsDto,
} from "./probe-dto.ts";
export { type RequestProbeRunInput, requestProbeRun } from "./request-probe-run.ts";
export { type SetProbesAfterChangeInput, setProbesAfterChange } from "./set-probes-after-change.ts";
