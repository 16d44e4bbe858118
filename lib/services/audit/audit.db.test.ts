import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { db } from "#lib/db/db.ts";
import type { AuditResult } from "#lib/host-agent/contract/audit.ts";
import { startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { getTenantAudit, requestAudit } from "./index.ts";
import { runAudit } from "./run-audit.ts";

const log = createLogger("test", "silent");
const never = new AbortController().signal;
const configHash = "a".repeat(64);
const result: AuditResult = {
  summary: { critical: 1, warn: 0, info: 0 },
  findings: [
    {
      checkId: "gateway.open",
      severity: "critical",
      title: "Open",
      detail: "It is open.",
      remedy: "Close it.",
    },
  ],
  suppressed: [],
  secretDiagnostics: ["No secret could be resolved."],
  version: "2026.9.6",
  configHash,
  durationMs: 7_700,
  at: "2026-11-22T09:00:00.000Z",
};
let agent: ApiServer | undefined;

afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const operator = async () => actorOf(await buildUser());
const observed = { gateway: { observedHash: configHash, observedVersion: "2026.9.6" } };

describe("an audit", () => {
  it("is asked for once at a time, and recorded", async () => {
    const [actor, tenant] = [await operator(), await buildTenant()];
    const [first, second] = await Promise.all([
      requestAudit(actor, { slug: tenant.slug }),
      requestAudit(actor, { slug: tenant.slug }),
    ]);
    expect(second.id).toBe(first.id);
    expect(await db.activity.count({ where: { tenantId: tenant.id, action: "audit.run" } })).toBe(1);
    expect((await getTenantAudit(actor, { slug: tenant.slug })).status.state).toBe("running");
  });

  it("shows its findings, and goes stale with the configuration", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(observed)];
    const { id } = await requestAudit(actor, { slug: tenant.slug });
    agent = await startStandInAgent({ audit: async () => result });
    await runAudit(id, log, never);
    const audit = await getTenantAudit(actor, { slug: tenant.slug });
    expect(audit).toMatchObject({
      status: { state: "critical", critical: 1, warn: 0 },
      latest: { status: "done", result: { secretDiagnostics: ["No secret could be resolved."] } },
    });
    await db.gateway.update({ where: { tenantId: tenant.id }, data: { observedHash: "b".repeat(64) } });
    expect((await getTenantAudit(actor, { slug: tenant.slug })).status).toMatchObject({
      state: "stale",
      reason: "The configuration has changed since it was measured.",
      critical: 1,
    });
  });

  it("that fails says why and leaves the numbers of the last good one", async () => {
    const [actor, tenant] = [await operator(), await buildTenant(observed)];
    const good = await requestAudit(actor, { slug: tenant.slug });
    agent = await startStandInAgent({ audit: async () => result });
    await runAudit(good.id, log, never);
    await agent.close();
    agent = await startStandInAgent({
      audit: () => Promise.reject(new AgentFailure("AUDIT_FAILED", "It printed no report.", "Read the log.")),
    });
    const bad = await requestAudit(actor, { slug: tenant.slug });
    await runAudit(bad.id, log, never);
    expect(await getTenantAudit(actor, { slug: tenant.slug })).toMatchObject({
      status: { state: "failed", reason: "It printed no report.", critical: 1 },
      latest: { id: bad.id, error: { nextStep: "Read the log." } },
      lastDone: { id: good.id },
    });
  });

  it("is refused to an account manager, who may read it", async () => {
    const tenant = await buildTenant();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(requestAudit(manager, { slug: tenant.slug })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getTenantAudit(manager, { slug: tenant.slug })).status.state).toBe("none");
  });

  it("of a removed Gateway is refused", async () => {
    const tenant = await buildTenant({ gateway: { desiredState: "absent" } });
    const asked = requestAudit(await operator(), { slug: tenant.slug });
    await expect(asked).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
