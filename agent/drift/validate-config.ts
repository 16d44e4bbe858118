import { z } from "zod";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import { readOwnConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { withMask } from "#agent/logs/mask-texts.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { isObject, type JsonObject, walk } from "#agent/system/json-value.ts";
import { runCommand } from "#agent/system/run-command.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { isTelling } from "#lib/domain/secrecy/is-telling.ts";

const timeoutMs = 60_000;
/** Shorter texts stand in ordinary words. */
const shortestQuote = 4;
const answerSchema = z.object({
  valid: z.boolean(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  error: z.object({ message: z.string() }).or(z.string()).optional(),
});

/** What OpenClaw says about a configuration: `problem` where it says nothing that can be read. */
type Answer = {
  readonly issues: ConfigIssue[];
  readonly problem: string | null;
  readonly isTimedOut: boolean;
};
export type ConfigIssue = { readonly path: string; readonly message: string };

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
  const { issues, problem, isTimedOut } = await askOpenClaw(context, tenant, file);
  const own = issues.length === 0 || file !== undefined ? null : await readOwnConfig(context, tenant);
  const config = own?.isReadable ? own.config : {};
  const said = issues.map((issue) => withoutQuotes(issue, config));
  const words = said.map(({ path, message }) => `${path}: ${message}`).join(" ") || problem;
  if (words === null) return;
  throw refused(tenant, await withMask(context, tenant, (mask) => mask(words)), isTimedOut);
}

/**
 * The same for a configuration that isn't in use yet: every complaint by where
 * it belongs.
 *
 * @throws AgentFailure CONFIG_INVALID when OpenClaw names no place
 */
export async function findConfigIssues(
  context: AgentContext,
  tenant: TenantRecord,
  file: string,
): Promise<ConfigIssue[]> {
  const { issues, problem, isTimedOut } = await askOpenClaw(context, tenant, file);
  if (issues.length === 0 && problem !== null) {
    throw refused(tenant, await withMask(context, tenant, (mask) => mask(problem)), isTimedOut);
  }
  return withMask(context, tenant, (mask) =>
    issues.map(({ path, message }) => ({ path: mask(path), message: mask(message) })),
  );
}

/** The issue without what stands at its place: a secret may stand where a word belongs. */
export function withoutQuotes({ path, message }: ConfigIssue, config: JsonObject): ConfigIssue {
  const found = new Set<string>();
  walk(valueAt(config, path), (value) => {
    const text = typeof value === "string" ? value.trim() : "";
    // Where no place is told, ordinary words of the configuration are words of the message.
    if (path === "" ? isTelling(text) : text.length >= shortestQuote) found.add(text);
    return true;
  });
  const quotes = [...found].sort((a, b) => b.length - a.length);
  return { path, message: quotes.reduce((words, quote) => words.replaceAll(quote, "[masked]"), message) };
}

function valueAt(config: JsonObject, path: string): unknown {
  if (path === "") return config;
  return path.split(".").reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, config);
}

async function askOpenClaw(context: AgentContext, tenant: TenantRecord, file?: string): Promise<Answer> {
  const inside = boundaryOf(context, tenant).exec.openclaw(["config", "validate", "--json"]);
  const command = file ? { ...inside, env: { ...inside.env, OPENCLAW_CONFIG_PATH: file } } : inside;
  const result = await runCommand(command, { timeoutMs });
  const { isTimedOut } = result;
  const answer = answerSchema.safeParse(parseOrNull(result.stdout)).data;
  if (result.exitCode === 0 && answer?.valid) return { issues: [], problem: null, isTimedOut };
  const error = answer?.error;
  const problem =
    (typeof error === "string" ? error : error?.message) ||
    (isTimedOut ? "it took longer than a minute" : result.stderr.trim().split("\n").slice(-3).join(" "));
  return { issues: answer?.issues ?? [], problem, isTimedOut };
}

function refused({ runtimeVersion }: TenantRecord, words: string, isRetryable: boolean): AgentFailure {
  return new AgentFailure(
    "CONFIG_INVALID",
    `OpenClaw ${runtimeVersion} doesn't accept the configuration: ${words}`.slice(0, 1900),
    "Try again. If it persists, choose another OpenClaw version for this tenant.",
    { isRetryable },
  );
}
