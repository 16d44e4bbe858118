import type { PgBoss } from "pg-boss";
import type { JobPayloads, QueueName } from "#lib/queue/job-queue.ts";

/** Hands each job of a queue to `run`; a job whose `run` throws is tried again later. */
export async function workQueue<Name extends QueueName>(
  boss: PgBoss,
  queue: Name,
  localConcurrency: number,
  run: (payload: JobPayloads[Name]) => Promise<void>,
): Promise<void> {
  await boss.offWork(queue);
  await boss.work<JobPayloads[Name]>(
    queue,
    // The end of one job of a key sends no notification to the next, so the queue is also polled.
    { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, localConcurrency },
    async ([job]) => {
      if (job !== undefined) await run(job.data);
    },
  );
}
