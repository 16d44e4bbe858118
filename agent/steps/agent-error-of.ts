import type { AgentError, AgentErrorCode } from "#lib/host-agent/contract/error.ts";
import { AgentFailure } from "./agent-error.ts";

/** Any thrown value as the contract's error. What wasn't foreseen tells the caller nothing of the inside. */
export function agentErrorOf(error: unknown): AgentError {
  if (error instanceof AgentFailure) return withinLimits(error.detail);
  if (isNoSpace(error)) {
    return {
      code: "DISK_FULL",
      message: "The host's disk is full, so the work stopped where it was.",
      nextStep: "Free some space on the host, then run it again: it goes on from where it stopped.",
      isRetryable: true,
    };
  }
  return {
    code: "INTERNAL",
    message: "The host agent met an error that it doesn't know.",
    nextStep: "Try again. If it persists, look for this operation in the agent's log.",
    isRetryable: true,
  };
}

/** Words that quote something long, such as OpenClaw's, must not make the whole error unreadable. */
function withinLimits({ message, nextStep, ...rest }: AgentError): AgentError {
  return { ...rest, message: cut(message, 2000), nextStep: cut(nextStep, 1000) };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

const statuses: Partial<Record<AgentErrorCode, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  PROTOCOL_MISMATCH: 426,
  OTHER_INSTALLATION: 421,
  BUSY: 429,
  INTERNAL: 500,
};

/** The HTTP status that goes with a code; callers read the body, this is for people with curl. */
export function httpStatusOf(error: AgentError): number {
  return statuses[error.code] ?? 409;
}

function isNoSpace(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOSPC" || code === "EDQUOT";
}
