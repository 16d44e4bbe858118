import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import { isDatabaseUnreachable } from "#lib/services/database-unreachable.ts";

/** How long a check or an audit waits for a host that can't be reached, in milliseconds. */
const patienceMs = 5 * 60_000;

/** True when an agent didn't answer or went down in the middle of its work: the same call again repairs it. */
export function isAgentAway(error: unknown): error is AgentUnreachable | AgentCallError {
  if (error instanceof AgentUnreachable) return true;
  return error instanceof AgentCallError && error.detail.code === "CANCELLED" && error.detail.isRetryable;
}

/** True while a check or audit should be tried again because its host or the database may come back. */
export function isWorthWaiting(error: unknown, askedAt: Date, now: Date): boolean {
  return (
    (isAgentAway(error) || isDatabaseUnreachable(error)) && now.getTime() - askedAt.getTime() < patienceMs
  );
}

/** What the row of a failed check or audit says. */
export function describeAgentError(error: unknown): { message: string; nextStep: string } {
  if (error instanceof AgentCallError) {
    return { message: error.detail.message, nextStep: error.detail.nextStep };
  }
  if (error instanceof AgentUnreachable) return { message: error.message, nextStep: error.nextStep };
  return {
    message: "It ended for a reason that Bulkhead doesn't know.",
    nextStep: "Look at the output of npm start, then try again.",
  };
}
