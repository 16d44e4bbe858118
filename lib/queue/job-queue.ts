import { fromPrisma, PgBoss } from "pg-boss";
import type { Tx } from "#lib/db/db.ts";
import { env } from "#lib/env/env.ts";
import { createLogger } from "#lib/log/logger.ts";

/** What each queue's job carries. Everything else is read from its row when the job runs. */
export type JobPayloads = {
  "gateway-operation": { readonly operationId: string };
  "host-check": { readonly checkId: string };
  audit: { readonly auditId: string };
  "probe-run": { readonly runId: string };
  "self-test": { readonly selfTestId: string };
  retention: Readonly<Record<string, never>>;
};
export type QueueName = keyof JobPayloads;

/** How often a job is tried before its row is given up on; the handlers end it earlier by the clock. */
const retryLimit = 300;

const queueOptions = {
  // The rows allow one unfinished operation and audit a tenant and one waiting check a host. pg-boss's
  // own singletons are held back by a cached list of what was active up to a minute ago.
  policy: "standard",
  notify: true,
  // A job whose worker died is noticed by its missing heartbeat and tried again.
  heartbeatSeconds: 10,
  expireInSeconds: 1800,
  retryLimit,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 5,
  deleteAfterSeconds: 86_400,
} as const;

const queues: readonly QueueName[] = [
  "gateway-operation",
  "host-check",
  "audit",
  "probe-run",
  "self-test",
  "retention",
];

/** Every hour, and once for the hours in which nothing ran. */
const retentionSchedule = "20 * * * *";

// Next bundles routes apart from instrumentation: the process has one instance only through globalThis.
const kept = globalThis as typeof globalThis & { bulkheadBoss?: Promise<PgBoss> | undefined };

/** The started queue of this process; begun on first use, tried anew after a failure. */
export function jobQueue(): Promise<PgBoss> {
  kept.bulkheadBoss ??= startBoss().catch((cause: unknown) => {
    kept.bulkheadBoss = undefined;
    throw cause;
  });
  return kept.bulkheadBoss;
}

/** Stops taking jobs and closes the connections; running jobs get `timeoutMs` to end. */
export async function closeJobQueue(timeoutMs = 1_000): Promise<void> {
  const boss = await kept.bulkheadBoss;
  kept.bulkheadBoss = undefined;
  await boss?.stop({ graceful: true, timeout: timeoutMs });
}

/**
 * Adds a job inside the caller's transaction: it exists if and only if that commits.
 *
 * @param id of the row that the job works on; a second job of the same id is not added
 */
export async function enqueue<Name extends QueueName>(
  tx: Tx,
  queue: Name,
  payload: JobPayloads[Name],
  id: string,
): Promise<void> {
  const boss = await jobQueue();
  await boss.send(queue, payload, { id, db: fromPrisma(tx) });
}

async function startBoss(): Promise<PgBoss> {
  const log = createLogger("jobs", env().logLevel);
  const boss = new PgBoss({
    connectionString: env().databaseUrl,
    application_name: "bulkhead-jobs",
    max: 5,
    // It is there since the migrations; making one is a right on the database, which the web hasn't.
    createSchema: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    schedule: true,
  });
  boss.on("error", (error) => log.warn({ err: error }, "job queue"));
  await boss.start();
  for (const name of queues) {
    await boss.createQueue(name, queueOptions);
    await boss.updateQueue(name, withoutPolicy);
  }
  // What is left over is taken in the next hour anyway.
  await boss.schedule("retention", retentionSchedule, {}, { missed: "once", retryLimit: 2 });
  return boss;
}

const { policy: _policy, ...withoutPolicy } = queueOptions;
