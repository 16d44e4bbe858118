import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { AgentErrorCode } from "#lib/host-agent/contract/error.ts";

type Cause = {
  readonly code: AgentErrorCode;
  readonly message: string;
  readonly nextStep: string;
  readonly needsOperator: boolean;
};

const linesInMessage = 8;
const longestLine = 200;

/** A Gateway was started and is gone again; how it ended is in the registry already. */
export class StartFailure extends AgentFailure {
  /** True when another start can't help before somebody changes something. */
  readonly needsOperator: boolean;

  constructor(cause: Cause, lastLines: readonly string[]) {
    super(cause.code, withLines(cause.message, lastLines), cause.nextStep);
    this.name = "StartFailure";
    this.needsOperator = cause.needsOperator;
  }

  static of({ detail }: AgentFailure, lastLines: readonly string[]): StartFailure {
    return new StartFailure({ ...detail, needsOperator: false }, lastLines);
  }
}

function withLines(message: string, lastLines: readonly string[]): string {
  const printed = lastLines.filter((line) => line.trim() !== "");
  if (printed.length === 0) return `${message} It printed nothing.`;
  // OpenClaw says why, and then goes on about where it left its diagnostics.
  const cause = printed.findLastIndex((line) => line.includes("failed to start"));
  const shown = cause < 0 ? printed.slice(-linesInMessage) : printed.slice(cause, cause + linesInMessage);
  return `${message} It printed:\n${shown.map((line) => line.slice(0, longestLine)).join("\n")}`.slice(
    0,
    2000,
  );
}
