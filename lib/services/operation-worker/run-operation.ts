import { anySignal } from "#lib/abort/any-signal.ts";
import { isAgentAway } from "#lib/agent-calls/agent-job-error.ts";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import { AgentCallError } from "#lib/host-agent/client/agent-call-error.ts";
import type { AgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Observation } from "#lib/host-agent/contract/observation.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import type { Logger } from "#lib/log/logger.ts";
import { isDatabaseUnreachable } from "#lib/services/database-unreachable.ts";
import { recordObservation } from "#lib/services/observation/record-observation.ts";
import type { OperationErrorDto } from "#lib/services/operation/operation-dto.ts";
import { callsOf } from "./calls-of.ts";
import { type ClaimedOperation, claimOperation } from "./claim-operation.ts";
import { failOperation, finishOperation } from "./end-operation.ts";
import { isHostAwaited, showHostAway, showHostReached } from "./reach-host.ts";
import { createStepLog, type StepLog } from "./step-log.ts";

/** How long an operation waits for a host that can't be reached, in milliseconds. */
const patienceMs = 10 * 60_000;

/** How long what nobody foresaw is tried again, in milliseconds. */
const surprisePatienceMs = 60_000;

/**
 * Does what an operation asks for: calls the agent's verbs, keeps their steps,
 * and ends the operation. Safe to run again at any point, because the agent's
 * verbs converge and an ended operation is left alone.
 *
 * @throws the reason, when the host can't be reached and the job should be tried again later
 */
export async function runOperation(operationId: string, log: Logger, signal: AbortSignal): Promise<void> {
  const operation = await claimOperation(operationId);
  if (operation === null) return;
  const superseded = new AbortController();
  const steps = createStepLog(operation, () => superseded.abort());
  const stop = anySignal([signal, superseded.signal]);
  try {
    const agent = await agentOf(operation.tenant.hostId);
    if (isHostAwaited(steps)) {
      // The verb may wait long for the tenant's lock before its first step says that the host is back.
      await agent.call("host.facts", {}, { timeoutMs: 5_000, signal });
      showHostReached(steps);
    }
    const observation = await callAgent(agent, operation, steps, stop);
    await steps.flush();
    // Before the operation shows as done, so that nobody sees the end of it and the phase before it.
    if (observation !== null) await recordObservation(operation.tenant.hostId, observation);
    await finishOperation(operation, steps.current());
    const { kind, tenant } = operation;
    log.info({ operationId, kind, slug: tenant.slug }, operationKinds[kind].action);
  } catch (error) {
    if (superseded.signal.aborted) return;
    await steps.flush();
    if (signal.aborted) throw error;
    if (isAgentAway(error)) {
      const since = await showHostAway(steps, operation.tenant.host.name, error);
      if (Date.now() - since.getTime() <= patienceMs) throw error;
      return failOperation(operation, steps.current(), givenUp(operation.tenant.host.name, error));
    }
    if (isDatabaseUnreachable(error) || isWorthAnotherTry(error, operation)) throw error;
    log.warn({ err: error, operationId }, "an operation failed");
    return failOperation(operation, steps.current(), refusalOf(error));
  }
}

/** What nobody foresaw may pass, like a database connection that broke in an odd place; but not for long. */
function isWorthAnotherTry(error: unknown, operation: ClaimedOperation): boolean {
  if (error instanceof AgentCallError) return false;
  return Date.now() - (operation.startedAt ?? operation.createdAt).getTime() < surprisePatienceMs;
}

function refusalOf(error: unknown): OperationErrorDto {
  if (error instanceof AgentCallError) return error.detail;
  return {
    code: "INTERNAL",
    message: "It ended for a reason that Bulkhead doesn't know.",
    nextStep: "Retry. If it happens again, look for this operation in the output of npm start.",
    isRetryable: true,
  };
}

function givenUp(hostName: string, cause: Error): OperationErrorDto {
  return {
    code: "AGENT_UNREACHABLE",
    message: `${hostName} could not be reached for ${patienceMs / 60_000} minutes. ${cause.message}`,
    nextStep: "Check that the host agent runs, then retry.",
    isRetryable: true,
  };
}

async function callAgent(
  agent: AgentClient,
  operation: ClaimedOperation,
  steps: StepLog,
  signal: AbortSignal,
): Promise<Observation | null> {
  let observation: Observation | null = null;
  for (const { stepPrefix, run } of callsOf(operation)) {
    const onStep = (step: Step) => steps.add({ ...step, id: `${stepPrefix}${step.id}` });
    observation = await run(agent, onStep, signal);
  }
  return observation;
}
