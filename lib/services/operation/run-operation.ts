import { db } from "#lib/db/db.ts";
import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import type { Logger } from "#lib/log/logger.ts";
import { recordObservation } from "#lib/services/gateway/record-observation.ts";
import { localAgent } from "#lib/services/host/host-agent.ts";
import { failOperation, finishOperation, waitForHost } from "./end-operation.ts";
import { callsOf } from "./operation-calls.ts";
import { createStepLog, type StepLog } from "./step-log.ts";

/** How long an operation waits for a host that can't be reached, in milliseconds. */
const patienceMs = 10 * 60_000;

/**
 * Does what an operation asks for: calls the agent's verbs, keeps their steps,
 * and ends the operation. Safe to run again at any point, because the agent's
 * verbs converge and an ended operation is left alone.
 *
 * @throws AgentUnreachable when the host can't be reached and the job should be tried again later
 */
export async function runOperation(operationId: string, log: Logger, signal: AbortSignal): Promise<void> {
  const operation = await claim(operationId);
  if (operation === null) return;
  const superseded = new AbortController();
  const steps = createStepLog(operation, () => superseded.abort());
  const stop = AbortSignal.any([signal, superseded.signal]);
  try {
    const agent = await localAgent();
    const observation = await callAgent(agent, operation, steps, stop);
    await steps.flush();
    await finishOperation(operation, steps.current());
    if (observation !== null) await recordObservation(operation.tenant.hostId, observation);
    log.info({ operationId, kind: operation.kind, slug: operation.tenant.slug }, `gateway.${operation.kind}`);
  } catch (error) {
    if (superseded.signal.aborted) return;
    await steps.flush();
    if (error instanceof AgentCallError) return failOperation(operation, steps.current(), error.detail);
    if (!(error instanceof AgentUnreachable) || signal.aborted) throw error;
    const { since } = await waitForHost(operation, steps, error);
    if (Date.now() - since.getTime() > patienceMs) {
      return failOperation(operation, steps.current(), {
        code: "AGENT_UNREACHABLE",
        message: `${operation.tenant.host.name} could not be reached for ${patienceMs / 60_000} minutes: ${error.message}`,
        nextStep: "Check that the host agent runs, then retry.",
        isRetryable: true,
      });
    }
    throw error;
  }
}

export type ClaimedOperation = NonNullable<Awaited<ReturnType<typeof claim>>>;

/** Takes the operation on, unless it has ended; a second claim is a worker that carries on where another died. */
async function claim(operationId: string) {
  await db.operation.updateMany({
    where: { id: operationId, status: "queued" },
    data: { status: "running", startedAt: new Date() },
  });
  const operation = await db.operation.findFirst({
    where: { id: operationId, status: "running" },
    include: { tenant: { include: { host: true, gateway: true, portBlock: true } } },
  });
  if (operation?.tenant.gateway == null) return null;
  return { ...operation, tenant: { ...operation.tenant, gateway: operation.tenant.gateway } };
}

async function callAgent(
  agent: AgentClient,
  operation: ClaimedOperation,
  steps: StepLog,
  signal: AbortSignal,
): Promise<Observation | null> {
  let observation: Observation | null = null;
  for (const { stepPrefix, run } of callsOf(operation)) {
    observation = await run(agent, (step) => steps.add({ ...step, id: `${stepPrefix}${step.id}` }), signal);
  }
  return observation;
}
