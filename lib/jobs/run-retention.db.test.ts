import { afterEach, expect, it, vi } from "vitest";
import { db } from "#lib/db/db.ts";
import { jobQueue } from "#lib/queue/job-queue.ts";
import { keptAudits } from "#lib/services/audit/drop-old-audits.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { type Jobs, startJobs } from "./start-jobs.ts";

let jobs: Jobs | undefined;

afterEach(() => jobs?.stop());

it("is scheduled, and takes old history away while everything else goes on", {
  timeout: 30_000,
}, async () => {
  const tenant = await buildTenant();
  await db.auditRun.createMany({
    data: Array.from({ length: keptAudits + 1 }, () => ({ tenantId: tenant.id, status: "failed" as const })),
  });
  jobs = startJobs();
  const boss = await jobQueue();
  expect(await boss.getSchedules("retention")).toMatchObject([{ cron: "20 * * * *" }]);
  await boss.send("retention", {});
  await vi.waitUntil(async () => {
    const left = await db.auditRun.count({ where: { tenantId: tenant.id } });
    return left === keptAudits;
  }, 10_000);
});
