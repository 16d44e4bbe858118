import type { AgentErrorCode } from "#lib/host-agent/contract/error.ts";

/** How a process ended, as far as anybody saw it. Both null when nobody was its parent. */
export type ProcessExit = { readonly exitCode: number | null; readonly signal: string | null };

export type ExitReason = {
  /** What it means, for an operator. */
  readonly reason: string;
  readonly nextStep: string;
  readonly code: Extract<AgentErrorCode, "CONFIG_INVALID" | "PORT_TAKEN" | "START_FAILED">;
  /** True when starting again can't help before somebody changes something. */
  readonly needsOperator: boolean;
};

/** OpenClaw's exit code for a configuration or state directory it refuses to start with. */
export const configurationExitCode = 78;

const portBusy = /EADDRINUSE|port \d+ is already in use|another gateway instance is already listening/i;
const secretMissing =
  /(?:secret|SecretRef)\b.{0,120}(?:unresolved|unavailable|not found|could not be resolved|failed)|(?:unresolved|unavailable).{0,60}secret/i;

/** Says what an exit means, from its code and the last lines the Gateway printed. */
export function exitReason(exit: ProcessExit, lastLines: readonly string[]): ExitReason {
  const text = lastLines.join("\n");
  if (exit.exitCode === configurationExitCode)
    return {
      reason: "OpenClaw refused its configuration or state directory (exit code 78).",
      nextStep:
        "Read the last lines, correct the configuration by provisioning the tenant again, then start.",
      code: "CONFIG_INVALID",
      needsOperator: true,
    };
  if (exit.exitCode === 1 && secretMissing.test(text))
    return {
      reason: "OpenClaw could not read a secret it needs (exit code 1).",
      nextStep: "Provision the tenant again to restore its secrets file, then start.",
      code: "START_FAILED",
      needsOperator: false,
    };
  if (exit.exitCode === 1 && portBusy.test(text))
    return {
      reason: "The Gateway's port was in use (exit code 1).",
      nextStep: "Free the port on the host, then start.",
      code: "PORT_TAKEN",
      needsOperator: false,
    };
  return {
    reason: plainReason(exit),
    nextStep: "Read the last lines; start again when the cause is gone.",
    code: "START_FAILED",
    needsOperator: false,
  };
}

function plainReason({ exitCode, signal }: ProcessExit): string {
  if (exitCode === null && signal === null)
    return "The process is gone. It was not a child of this agent, so its exit code is unknown.";
  if (signal === "SIGKILL")
    return "The process was killed (SIGKILL): by somebody, or because memory ran out.";
  if (signal !== null) return `The process was ended by ${signal}.`;
  if (exitCode === 0) return "The process ended by itself (exit code 0).";
  return `The process ended with exit code ${exitCode}.`;
}
