import { db } from "#lib/db/db.ts";
import type { OperationKind } from "#lib/db/generated/enums.ts";
import type { Logger } from "#lib/log/logger.ts";
import { unfinishedStatuses } from "#lib/services/operation/operation-row.ts";
import { unfinishedRuns } from "./probe-run-row.ts";
import { requestProbeRun } from "./request-probe-run.ts";

/** Changes come in groups: one run for all of them, once nothing has happened for so long. */
const quietMs = 60_000;
/** What changes a boundary or what lies in it. A first start counts too, a later one is no change. */
const changes: readonly OperationKind[] = ["provision", "harden", "configure", "fix"];
const worker = { kind: "job", name: "After a change" } as const;

/**
 * Queues a run for every host on which something was changed since its tenants
 * were last tried against each other, once it is quiet there. Nothing is kept
 * of what is due, so a process that dies loses nothing.
 */
export async function queueDueProbeRuns(log: Logger, now = new Date()): Promise<void> {
  const hosts = await db.host.findMany({
    where: { probesAfterChange: true },
    select: { id: true, probeRuns: { orderBy: { createdAt: "desc" }, take: 1, select: { createdAt: true } } },
  });
  for (const { id, probeRuns } of hosts) {
    const changedAt = await lastChange(id);
    const triedAt = probeRuns[0]?.createdAt ?? null;
    const isDue = changedAt !== null && (triedAt === null || changedAt > triedAt);
    if (!isDue || now.getTime() - changedAt.getTime() < quietMs || !(await isQuiet(id))) continue;
    const run = await requestProbeRun(worker, { hostId: id });
    log.info({ hostId: id, runId: run.id }, "probe.run after a change");
  }
}

async function lastChange(hostId: string): Promise<Date | null> {
  const done = { status: "done", tenant: { hostId } } as const;
  const [change, firstStarts] = await Promise.all([
    db.operation.aggregate({ where: { ...done, kind: { in: [...changes] } }, _max: { finishedAt: true } }),
    db.operation.groupBy({
      by: ["tenantId"],
      where: { ...done, kind: "start" },
      _min: { finishedAt: true },
    }),
  ]);
  const moments = [change._max.finishedAt, ...firstStarts.map(({ _min }) => _min.finishedAt)];
  return moments.reduce(
    (last, each) => (each !== null && (last === null || each > last) ? each : last),
    null,
  );
}

/** There is a pair to try, nobody works on a tenant, and no other attempts are under way. */
async function isQuiet(hostId: string): Promise<boolean> {
  const [tenants, operations, runs, selfTests] = await Promise.all([
    db.tenant.count({
      where: {
        ...{ hostId, archivedAt: null, portBlock: { isNot: null } },
        operations: { some: { kind: "provision", status: "done" } },
      },
    }),
    db.operation.count({ where: { tenant: { hostId }, status: { in: [...unfinishedStatuses] } } }),
    db.probeRun.count({ where: { hostId, status: { in: [...unfinishedRuns] } } }),
    db.selfTest.count({ where: { hostId, status: { in: [...unfinishedRuns] } } }),
  ]);
  return tenants >= 2 && operations + runs + selfTests === 0;
}
