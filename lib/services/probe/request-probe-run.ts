import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { db } from "#lib/db/db.ts";
import { enqueue } from "#lib/queue/job-queue.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { findHost, hostChoice } from "#lib/services/host/find-host.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import type { ProbeRunDto } from "./probe-dto.ts";
import { toProbeRunDto, unfinishedRuns } from "./probe-run-row.ts";

export type RequestProbeRunInput = z.input<typeof hostChoice>;

/**
 * Asks for every tenant of a host to be tried against every other; answers
 * with the run that is under way, if one is.
 */
export async function requestProbeRun(actor: Actor, input: RequestProbeRunInput): Promise<ProbeRunDto> {
  authorize(actor, "probe.run");
  const choice = parseInput(hostChoice, input);
  return db.$transaction(async (tx) => {
    const host = await findHost(tx, choice);
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`probe/${host.id}`}, 0))::text`;
    const underWay = await tx.probeRun.findFirst({
      where: { hostId: host.id, status: { in: [...unfinishedRuns] } },
    });
    if (underWay !== null) return toProbeRunDto(underWay);
    const run = await tx.probeRun.create({
      data: {
        id: randomUUID(),
        hostId: host.id,
        neighbourhood: host.neighbourhood,
        requestedById: actor.kind === "user" ? actor.userId : null,
      },
    });
    await enqueue(tx, "probe-run", { runId: run.id }, run.id);
    await recordActivity(tx, actor, { action: "probe.run", details: { host: host.name, runId: run.id } });
    return toProbeRunDto(run);
  });
}
