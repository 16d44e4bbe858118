import { z } from "zod";
import type { ProbeRun } from "#lib/db/generated/client.ts";
import { type ProbeCircumstances, probeCircumstancesSchema } from "#lib/domain/probe/circumstances.ts";
import { type ProbeId, probeIdSchema } from "#lib/domain/probe/probes.ts";
import { observationSchema } from "#lib/host-agent/contract/observation.ts";
import { toJobError } from "#lib/services/columns/job-error.ts";
import type { ProbeRunDto } from "./probe-dto.ts";

const circumstancesColumn = z.record(z.string(), probeCircumstancesSchema).catch({});
const leftOutColumn = z.array(z.object({ slug: z.string(), reason: z.string() })).catch([]);
/** A probe that this version doesn't know keeps its place, so that the marks after it stay right. */
const probesColumn = z.array(z.string()).catch([]);

export const unfinishedRuns = ["queued", "running"] as const;

export function toProbeRunDto(row: ProbeRun): ProbeRunDto {
  return {
    id: row.id,
    hostId: row.hostId,
    status: row.status,
    isAutomatic: row.requestedById === null,
    isCancelling: row.status === "running" && row.cancelRequestedAt !== null,
    progress: { done: row.progressDone, total: row.progressTotal },
    counts: {
      proven: row.proven,
      failed: row.failed,
      "not-measured": row.notMeasured,
      "not-applicable": row.notApplicable,
    },
    leftOut: leftOutColumn.parse(row.leftOut),
    error: toJobError(row.error),
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export function circumstancesOfRun(
  row: Pick<ProbeRun, "circumstances">,
): ReadonlyMap<string, ProbeCircumstances> {
  return new Map(Object.entries(circumstancesColumn.parse(row.circumstances)));
}

/** The order of a run's marks; null in the place of a probe that is not known any more. */
export function probesOfRun(row: Pick<ProbeRun, "probes">): readonly (ProbeId | null)[] {
  return probesColumn.parse(row.probes).map((name) => probeIdSchema.nullable().catch(null).parse(name));
}

type Observed = {
  readonly observed: unknown;
  readonly observedHash: string | null;
  readonly observedVersion: string | null;
  readonly processStamp: number;
};

/** What is true of a tenant's Gateway now, as last observed. */
export function circumstancesOfGateway(gateway: Observed): ProbeCircumstances {
  const observation = observationSchema.safeParse(gateway.observed);
  return {
    configHash: gateway.observedHash,
    version: gateway.observedVersion,
    processStartedAt: observation.success ? observation.data.startedAt : null,
    pid: observation.success ? observation.data.pid : null,
    processStamp: gateway.processStamp,
  };
}
