import { describeAgentError, isWorthWaiting } from "#lib/agent-calls/agent-job-error.ts";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import type { Logger } from "#lib/log/logger.ts";
import { nextStamp } from "#lib/services/columns/next-stamp.ts";
import { judgeHost } from "./judge-host.ts";
import { saveJudgements } from "./save-judgements.ts";

/** Evidence of many tenants takes a while; each looks at processes, files and listeners. */
const evidenceTimeoutMs = 3 * 60_000;

/**
 * Takes evidence of every tenant of a host in one pass, compares it, and keeps
 * what came of it. Safe to run again: a finished check is left alone.
 *
 * @throws AgentUnreachable while the host is worth waiting for
 */
export async function runHostCheck(checkId: string, log: Logger, signal: AbortSignal): Promise<void> {
  const check = await claim(checkId);
  if (check === null) return;
  try {
    const agent = await agentOf(check.hostId);
    const evidence = await agent.call("evidence", {}, { timeoutMs: evidenceTimeoutMs, signal });
    const isKept = await saveJudgements(check, evidence, judgeHost(evidence));
    const seen = { checkId, hostId: check.hostId, tenants: evidence.tenants.length };
    log.info(seen, isKept ? "host.check" : "host.check kept nothing: one that began later came first");
  } catch (error) {
    if (signal.aborted || isWorthWaiting(error, check.createdAt, new Date())) throw error;
    await db.hostCheck.updateMany({
      where: { id: checkId, status: "running" },
      data: { status: "failed", finishedAt: new Date(), error: describeAgentError(error) },
    });
    log.warn({ err: error, checkId }, "host.check failed");
  }
}

async function claim(checkId: string) {
  const check = await db.hostCheck.findFirst({
    where: { id: checkId, status: { in: ["queued", "running"] } },
    include: { host: { select: { neighbourhood: true } } },
  });
  if (check === null) return null;
  // As it is before the agent looks: a change during the pass must make this evidence worthless.
  const { neighbourhood } = check.host;
  const stamp = await nextStamp();
  await db.hostCheck.update({ where: { id: checkId }, data: { status: "running", neighbourhood, stamp } });
  return { id: check.id, hostId: check.hostId, createdAt: check.createdAt, neighbourhood, stamp };
}
