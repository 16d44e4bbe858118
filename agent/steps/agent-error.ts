import type { AgentError, AgentErrorCode } from "#lib/host-agent/contract/error.ts";

/** Thrown inside the agent; the API turns it into the contract's `{ok:false}`. */
export class AgentFailure extends Error {
  readonly detail: AgentError;

  constructor(
    code: AgentErrorCode,
    message: string,
    nextStep: string,
    options: { isRetryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AgentFailure";
    this.detail = { code, message, nextStep, isRetryable: options.isRetryable ?? false };
  }
}
