import type { AgentError } from "#lib/host-agent/contract/error.ts";

/** The agent answered, and refused or failed. `detail` has the code, the words for an operator and whether to retry. */
export class AgentCallError extends Error {
  readonly detail: AgentError;

  constructor(detail: AgentError) {
    super(detail.message);
    this.name = "AgentCallError";
    this.detail = detail;
  }
}

/** No usable answer: nobody listens, it took too long, or it made no sense. Whether the work was done is not known. */
export class AgentUnreachable extends Error {
  readonly nextStep = "Check that the host agent runs on that host; npm start starts it. Then try again.";
  /** True when our side gave up because of its own time limit or signal. */
  readonly isTimeout: boolean;

  constructor(message: string, options: { cause?: unknown; isTimeout?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.name = "AgentUnreachable";
    this.isTimeout = options.isTimeout ?? false;
  }

  /** What went wrong on the way, as one of the two errors callers know. */
  static from(error: unknown, signal: AbortSignal): AgentCallError | AgentUnreachable {
    if (error instanceof AgentCallError || error instanceof AgentUnreachable) return error;
    if (signal.aborted) {
      const isTimeout = signal.reason instanceof DOMException && signal.reason.name === "TimeoutError";
      return new AgentUnreachable(
        isTimeout ? "The host agent didn't answer in time." : "The call to the host agent was given up.",
        { cause: error, isTimeout },
      );
    }
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = {
      ENOENT: "it isn't running",
      ECONNREFUSED: "it isn't running",
      EACCES: "its socket is closed to this user",
    };
    const known = Object.hasOwn(reason, code) ? reason[code as keyof typeof reason] : "the connection broke";
    return new AgentUnreachable(`The host agent can't be reached: ${known}.`, { cause: error });
  }
}
