import { AgentFailure } from "#agent/steps/agent-error.ts";
import { type CommandResult, runCommand } from "#agent/system/run-command.ts";

const timeoutMs = 15_000;
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

/** Runs one of the host's own tools as the agent. */
export function runTool(file: string, args: readonly string[], input?: string): Promise<CommandResult> {
  return runCommand({ file, args, cwd: "/", env: environment, input }, { timeoutMs });
}

/** Why nothing is let out of a tenant's network, with what the tool said. */
export function notRefused(what: string, { stderr }: Pick<CommandResult, "stderr">): AgentFailure {
  const words = stderr.trim().split("\n")[0]?.slice(0, 300) ?? "";
  return new AgentFailure(
    "START_FAILED",
    `What the tenant's own network must not reach could not be closed to it: ${what}: ${words}`,
    "Put it right on the host, or turn off the network of its own in the tenant's hardening.",
    { isRetryable: true },
  );
}
