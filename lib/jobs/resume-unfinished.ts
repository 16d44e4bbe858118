import { db } from "#lib/db/db.ts";
import type { Logger } from "#lib/log/logger.ts";
import { enqueue, jobQueue, type QueueName } from "#lib/queue/job-queue.ts";
import { unfinishedStatuses } from "#lib/services/operation/operation-row.ts";

const isUnfinished = { status: { in: [...unfinishedStatuses] } };

/**
 * Gives a job to every unfinished operation, check, audit, run and self-test that has none:
 * its job used up its tries, or was lost with the queue's own tables.
 */
export async function resumeUnfinished(log: Logger): Promise<void> {
  const [operations, checks, audits, runs, selfTests] = await Promise.all([
    db.operation.findMany({ where: isUnfinished, select: { id: true } }),
    db.hostCheck.findMany({ where: isUnfinished, select: { id: true } }),
    db.auditRun.findMany({ where: isUnfinished, select: { id: true } }),
    db.probeRun.findMany({ where: isUnfinished, select: { id: true } }),
    db.selfTest.findMany({ where: isUnfinished, select: { id: true } }),
  ]);
  for (const { id } of operations) {
    await revive("gateway-operation", id, log, () =>
      enqueue(db, "gateway-operation", { operationId: id }, id),
    );
  }
  for (const { id } of checks) {
    await revive("host-check", id, log, () => enqueue(db, "host-check", { checkId: id }, id));
  }
  for (const { id } of audits) {
    await revive("audit", id, log, () => enqueue(db, "audit", { auditId: id }, id));
  }
  for (const { id } of runs) {
    await revive("probe-run", id, log, () => enqueue(db, "probe-run", { runId: id }, id));
  }
  for (const { id } of selfTests) {
    await revive("self-test", id, log, () => enqueue(db, "self-test", { selfTestId: id }, id));
  }
}

async function revive(
  queue: QueueName,
  id: string,
  log: Logger,
  enqueueAgain: () => Promise<void>,
): Promise<void> {
  const boss = await jobQueue();
  const [job] = await boss.findJobs(queue, { id });
  const isAlive = job?.state === "created" || job?.state === "retry" || job?.state === "active";
  if (isAlive) return;
  // The row's id is the job's id, so the dead job has to make room.
  if (job !== undefined) await boss.deleteJob(queue, id);
  await enqueueAgain();
  log.info({ queue, id }, "job.resume");
}
