import { z } from "zod";
import { AgentFailure } from "#agent/agent-error.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { boundaryCommand } from "./boundary-command.ts";
import { runCommand } from "./run-command.ts";

const timeoutMs = 60_000;
const answerSchema = z.object({
  valid: z.boolean(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  error: z.object({ message: z.string() }).or(z.string()).optional(),
});

/**
 * Asks OpenClaw itself, inside the boundary, whether it accepts the
 * configuration that stands on disk.
 *
 * @param file another file than the tenant's own, readable for the tenant
 * @throws AgentFailure CONFIG_INVALID with OpenClaw's own words
 */
export async function validateConfig(
  context: AgentContext,
  tenant: TenantRecord,
  file?: string,
): Promise<void> {
  const inside = boundaryCommand(context, tenant, ["config", "validate", "--json"]);
  const command = file ? { ...inside, env: { ...inside.env, OPENCLAW_CONFIG_PATH: file } } : inside;
  const result = await runCommand(command, { timeoutMs });
  const answer = answerSchema.safeParse(parseJson(result.stdout));
  if (result.exitCode === 0 && answer.success && answer.data.valid) return;
  const issues = answer.success ? (answer.data.issues ?? []) : [];
  const error = answer.success ? answer.data.error : undefined;
  const words =
    issues.map(({ path, message }) => `${path}: ${message}`).join(" ") ||
    (typeof error === "string" ? error : error?.message) ||
    (result.isTimedOut
      ? "it took longer than a minute"
      : result.stderr.trim().split("\n").slice(-3).join(" "));
  throw new AgentFailure(
    "CONFIG_INVALID",
    `OpenClaw ${tenant.runtimeVersion} doesn't accept the configuration: ${words}`.slice(0, 1900),
    "Try again. If it persists, choose another OpenClaw version for this tenant.",
    { isRetryable: result.isTimedOut },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
