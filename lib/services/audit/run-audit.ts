import { describeAgentError, isWorthWaiting } from "#lib/agent-calls/agent-job-error.ts";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { Logger } from "#lib/log/logger.ts";

/** The audit itself takes 8 s on an idle core; hosts are busier than that. */
const auditTimeoutMs = 3 * 60_000;

/**
 * Runs one audit and keeps its result. Safe to run again: a finished one is left alone.
 *
 * @throws AgentUnreachable while the host is worth waiting for
 */
export async function runAudit(auditId: string, log: Logger, signal: AbortSignal): Promise<void> {
  const isUnfinished = { id: auditId, status: { in: ["queued" as const, "running" as const] } };
  await db.auditRun.updateMany({ where: isUnfinished, data: { status: "running" } });
  const run = await db.auditRun.findFirst({
    where: isUnfinished,
    include: { tenant: { select: { slug: true, hostId: true } } },
  });
  if (run === null) return;
  try {
    const agent = await agentOf(run.tenant.hostId);
    const slug = slugSchema.parse(run.tenant.slug);
    const result = await agent.call("audit", { slug }, { timeoutMs: auditTimeoutMs, signal });
    const { critical, warn, info } = result.summary;
    const { configHash, version } = result;
    await db.auditRun.updateMany({
      where: isUnfinished,
      data: { status: "done", critical, warn, info, configHash, version, result, finishedAt: new Date() },
    });
    log.info({ auditId, slug, critical, warn, info }, "audit.run");
  } catch (error) {
    if (signal.aborted || isWorthWaiting(error, run.createdAt, new Date())) throw error;
    await db.auditRun.updateMany({
      where: isUnfinished,
      data: { status: "failed", finishedAt: new Date(), error: describeAgentError(error) },
    });
    log.warn({ err: error, auditId }, "audit.run failed");
  }
}
