import { db } from "#lib/db/db.ts";
import type { ProbeRun } from "#lib/db/generated/client.ts";
import { isVouchedFor, outdatedBy } from "#lib/domain/checklist/freshness.ts";
import { kindsThat } from "#lib/domain/operation/operation-kinds.ts";
import type { GatewayPhase } from "#lib/host-agent/contract/observation.ts";
import type { Logger } from "#lib/log/logger.ts";
import { unfinishedStatuses } from "#lib/services/operation/operation-row.ts";
import { isOutdated } from "./is-outdated.ts";
import { unfinishedRuns } from "./probe-run-row.ts";
import { requestProbeRun } from "./request-probe-run.ts";

const minuteMs = 60_000;
/** Changes come in groups: one run for all of them, once nothing has happened for so long. */
const quietMs = minuteMs;
/** At least so long from one run to the next that no operation led to: a Gateway may die again and again. */
const restMs = 5 * minuteMs;
/** Then it is tried whether it is quiet or not, and again after a run that failed. */
const patienceMs = 30 * minuteMs;
const changes = kindsThat((record) => outdatedBy(record.changes).has("attempts"));
const worker = { kind: "job", name: "After a change" } as const;

/**
 * Queues a run for every host on which the last attempts count no longer,
 * because of an operation, a change of secrets, a restart of a Gateway by itself
 * or a changed configuration, once it is quiet there. Nothing is kept of what is
 * due, so a process that dies loses nothing.
 */
export async function queueDueProbeRuns(log: Logger, now = new Date()): Promise<void> {
  const hosts = await db.host.findMany({
    where: { probesAfterChange: true, replacedById: null, retiredAt: null },
    select: {
      ...{ id: true, lastSeenAt: true, secretsChangedAt: true },
      probeRuns: { orderBy: { seq: "desc" }, take: 1 },
    },
  });
  for (const { id, lastSeenAt, secretsChangedAt, probeRuns } of hosts) {
    const operatedAt = latest(await lastOperation(id), secretsChangedAt);
    const isDue = await isDueAfter(operatedAt, id, probeRuns[0], now);
    if (!isVouchedFor(lastSeenAt, now) || !isDue || !(await isFree(id))) continue;
    const run = await requestProbeRun(worker, { hostId: id });
    log.info({ hostId: id, runId: run.id }, "probe.run after a change");
  }
}

/** A change that left everything as it was tried asks for nothing. */
async function isDueAfter(
  operatedAt: Date | null,
  hostId: string,
  last: ProbeRun | undefined,
  now: Date,
): Promise<boolean> {
  if (last === undefined) return operatedAt !== null && isPast(operatedAt, quietMs, now);
  if (!isRested(last, operatedAt, now)) return false;
  if (last.status !== "failed" && !(await isOutdated(hostId, last, now))) return false;
  return isPast(last.finishedAt, patienceMs, now) || isQuiet(hostId, operatedAt, now);
}

/** Trying takes at most half of a host's time, however often something changes there. */
function isRested(
  { status, startedAt, finishedAt, createdAt }: ProbeRun,
  operatedAt: Date | null,
  now: Date,
) {
  if (startedAt === null || finishedAt === null) return true;
  const isOperated = operatedAt !== null && operatedAt > createdAt;
  const leastMs = status === "failed" ? patienceMs : isOperated ? 0 : restMs;
  return isPast(finishedAt, Math.max(leastMs, finishedAt.getTime() - startedAt.getTime()), now);
}

/** True when so long has passed; also of a time to come, which only a wrong clock can have told. */
function isPast(time: Date | null, ms: number, now: Date): boolean {
  return time === null || Math.abs(now.getTime() - time.getTime()) >= ms;
}

/** When an operation last ended that may have changed something. One that failed may have come far. */
async function lastOperation(hostId: string): Promise<Date | null> {
  const { _max } = await db.operation.aggregate({
    where: { tenant: { hostId }, kind: { in: changes }, status: { in: ["done", "failed"] } },
    _max: { finishedAt: true },
  });
  return _max.finishedAt;
}

const movingPhases: readonly string[] = ["starting", "stopping", "backing-off"] satisfies GatewayPhase[];

/** Nothing has happened on the host for a while, and no Gateway of it is on its way up or down. */
async function isQuiet(hostId: string, operatedAt: Date | null, now: Date): Promise<boolean> {
  const gateways = await db.gateway.findMany({
    where: { tenant: { hostId, archivedAt: null } },
    select: { observedPhase: true, processChangedAt: true },
  });
  return (
    isPast(operatedAt, quietMs, now) &&
    gateways.every(
      ({ observedPhase, processChangedAt }) =>
        !movingPhases.includes(observedPhase ?? "") && isPast(processChangedAt, quietMs, now),
    )
  );
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** There is a pair to try, nobody works on a tenant, and no other attempts are under way. */
async function isFree(hostId: string): Promise<boolean> {
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
