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
  /** False when nothing got through to the agent, so that nothing was done. */
  readonly wasSent: boolean;
  /** False when nobody listens there; null when that is not known. */
  readonly isRunning: false | null;

  constructor(
    message: string,
    options: { cause?: unknown; isTimeout?: boolean; wasSent?: boolean; isRunning?: false } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AgentUnreachable";
    this.isTimeout = options.isTimeout ?? false;
    this.wasSent = options.wasSent ?? true;
    this.isRunning = options.isRunning ?? null;
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
    const message = (why: string) => `The host agent can't be reached: ${why}.`;
    if (code === "ENOENT" || code === "ECONNREFUSED")
      return new AgentUnreachable(message("it isn't running"), {
        cause: error,
        wasSent: false,
        isRunning: false,
      });
    if (code === "EACCES")
      return new AgentUnreachable(message("its socket is closed to this user"), {
        cause: error,
        wasSent: false,
      });
    return new AgentUnreachable(message("the connection broke"), { cause: error });
  }
}
