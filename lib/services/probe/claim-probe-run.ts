import { db } from "#lib/db/db.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { ProbeCircumstances } from "#lib/domain/probe/circumstances.ts";
import { circumstancesOfGateway, unfinishedRuns } from "./probe-run-row.ts";
import type { RunningProbes } from "./save-attempts.ts";

type ClaimedRun = RunningProbes & { readonly createdAt: Date; readonly slugs: ReadonlySet<string> };

/**
 * Begins a run, or begins it anew where another worker was interrupted; ends it
 * where it was cancelled meanwhile.
 *
 * @returns null when there is nothing (more) to do
 */
export async function claimProbeRun(runId: string): Promise<ClaimedRun | null> {
  const run = await db.probeRun.findFirst({
    where: { id: runId, status: { in: [...unfinishedRuns] } },
    include: { host: { include: { tenants: { include: { gateway: true } } } } },
  });
  if (run === null) return null;
  const { host, hostId, createdAt } = run;
  // As they are before the host tries: a change during the run must make it worthless.
  const circumstances: Record<string, ProbeCircumstances> = {};
  for (const { slug, gateway } of host.tenants) {
    if (gateway !== null) circumstances[slug] = circumstancesOfGateway(gateway);
  }
  const now = new Date();
  const begun = await begin(
    runId,
    run.cancelRequestedAt !== null
      ? { status: "cancelled", finishedAt: now }
      : {
          ...{ status: "running", startedAt: now, progressDone: 0, progressTotal: null },
          ...{ neighbourhood: host.neighbourhood, circumstances },
        },
  );
  if (begun?.status !== "running") return null;
  return { id: runId, hostId, createdAt, turn: begun.turn, slugs: new Set(Object.keys(circumstances)) };
}

/** What an earlier beginning kept goes in the same transaction: half a run is shown to nobody. */
async function begin(runId: string, data: Prisma.ProbeRunUpdateManyMutationInput) {
  return db.$transaction(
    async (tx) => {
      const [begun] = await tx.probeRun.updateManyAndReturn({
        where: { id: runId, status: { in: [...unfinishedRuns] } },
        data: { ...data, turn: { increment: 1 } },
        select: { status: true, turn: true },
      });
      if (begun !== undefined) await tx.probePair.deleteMany({ where: { runId } });
      return begun;
    },
    // An earlier worker may still be writing a source.
    { timeout: 30_000 },
  );
}
