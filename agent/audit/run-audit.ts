import { boundaryOf } from "#agent/boundary/boundary.ts";
import { readOwnConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { withMask } from "#agent/logs/mask-texts.ts";
import { readRuntime } from "#agent/runtime-store/inspect-runtime.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { type CommandResult, runCommand } from "#agent/system/run-command.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { AuditResult } from "#lib/host-agent/contract/audit.ts";
import { parseAudit, parseFailure } from "./parse-audit.ts";

const timeoutMs = 90_000;
const maxOutputBytes = 2 * 1024 * 1024;

/**
 * Runs OpenClaw's own security audit inside the tenant's boundary, as its
 * user. Criticals are a result, not a failure: the program ends well with them.
 *
 * @throws AgentFailure NOT_PROVISIONED, RUNTIME_MISSING, CANCELLED or AUDIT_FAILED
 */
export async function runAudit(
  context: AgentContext,
  tenant: TenantRecord,
  signal: AbortSignal,
): Promise<AuditResult> {
  if (signal.aborted) throw cancelled();
  await checkAuditable(context, tenant);
  const startedAt = context.now();
  const hashBefore = await configHash(context, tenant);
  const command = boundaryOf(context, tenant).exec.openclaw(["security", "audit", "--json"]);
  const result = await runCommand(command, { timeoutMs, signal }).catch((error: unknown) => {
    throw auditFailed("it could not be started", { cause: error });
  });
  if (signal.aborted) throw cancelled();
  const isReport = result.exitCode === 0 && result.stdout.length <= maxOutputBytes;
  const report = isReport ? await withMask(context, tenant, (mask) => parseAudit(result.stdout, mask)) : null;
  if (report === null) {
    const reason = await withMask(context, tenant, (mask) => reasonOf(result, mask));
    throw auditFailed(reason, { isRetryable: result.isTimedOut });
  }
  const hashAfter = await configHash(context, tenant);
  return {
    ...report,
    version: tenant.runtimeVersion,
    // A configuration that changed meanwhile is neither the one audited nor the one there now.
    configHash: hashAfter === hashBefore ? hashAfter : null,
    durationMs: context.now().getTime() - startedAt.getTime(),
    at: context.now().toISOString(),
  };
}

async function checkAuditable(context: AgentContext, tenant: TenantRecord): Promise<void> {
  if (!tenant.isProvisioned) {
    throw new AgentFailure(
      "NOT_PROVISIONED",
      `Tenant "${tenant.slug}" is not fully provisioned, so there is nothing to audit.`,
      "Finish provisioning it, then run the audit again.",
    );
  }
  if ((await readRuntime(context.paths, tenant.runtimeVersion)) === null) {
    throw new AgentFailure(
      "RUNTIME_MISSING",
      `OpenClaw ${tenant.runtimeVersion} is not installed on this host.`,
      "Provision the tenant again: its OpenClaw version is then installed.",
    );
  }
}

async function configHash(context: AgentContext, tenant: TenantRecord): Promise<string | null> {
  return (await readOwnConfig(context, tenant)).wholeHash;
}

function cancelled(): AgentFailure {
  return new AgentFailure("CANCELLED", "The audit was cancelled.", "Run it again.", { isRetryable: true });
}

function reasonOf(result: CommandResult, mask: (line: string) => string): string {
  if (result.isTimedOut) return `it did not end within ${timeoutMs / 1000} seconds`;
  if (result.stdout.length > maxOutputBytes) return "it printed more than 2 MiB";
  const said = parseFailure(result.stdout) ?? lastLines(result.stderr) ?? lastLines(result.stdout);
  const end = result.exitCode === null ? `signal ${result.signal}` : `exit code ${result.exitCode}`;
  if (said === null) return `it ended with ${end} and gave no reason`;
  return `${said.split("\n").map(mask).join(" ").slice(0, 1000)} (${end})`;
}

function lastLines(text: string): string | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0 ? null : lines.slice(-5).join("\n");
}

function auditFailed(reason: string, options: { isRetryable?: boolean; cause?: unknown }): AgentFailure {
  return new AgentFailure(
    "AUDIT_FAILED",
    `OpenClaw's security audit could not run: ${reason}.`,
    "Put right what it says, or repair the tenant, then run the audit again.",
    options,
  );
}
