import { rulesOf, type ToolPolicy } from "./policy.ts";
import { isAlwaysThere } from "./tool.ts";

/** What the running Gateway itself says is in force. */
export type EffectiveTools = {
  readonly tools: readonly string[];
  /** `tools.exec.mode`; null when it isn't set. */
  readonly commands: string | null;
  readonly isWorkspaceOnly: boolean;
  readonly hasOpenAiApi: boolean;
  /** `agents.defaults.sandbox.mode`; null when it isn't set. */
  readonly sandboxMode: string | null;
};

/** What the policy is to be kept with. */
export type PolicyTerms = {
  readonly hasOpenAiApi: boolean;
  /** Whether the host gives this tenant's commands a sandbox. */
  readonly canSandbox: boolean;
};

export type PolicyDifference = {
  /** `extra` more than the policy gives · `missing` less · `setting` a setting beside the tools. */
  readonly kind: "extra" | "missing" | "setting";
  /** The tool or the setting. */
  readonly what: string;
  readonly message: string;
};

/** OpenClaw's own ways to find tools; they reach nothing that the policy doesn't give. */
const finders: ReadonlySet<string> = new Set([
  "tool_search",
  "tool_describe",
  "tool_call",
  "tool_search_code",
]);

/** Where a running Gateway differs from what its policy promises; empty when it keeps it. */
export function compareTools(
  policy: ToolPolicy,
  { hasOpenAiApi, canSandbox }: PolicyTerms,
  effective: EffectiveTools,
): PolicyDifference[] {
  const { allow, commands: asked } = rulesOf(policy);
  const commands = canSandbox ? "full" : asked;
  const allowed = new Set<string>(allow);
  const present = new Set(effective.tools);
  const extra = effective.tools
    .filter((tool) => !allowed.has(tool) && !finders.has(tool))
    .map((tool) => difference("extra", tool, `The Gateway gives ${tool}, which the policy doesn't.`));
  const missing = allow
    .filter((tool) => isAlwaysThere(tool) && !present.has(tool))
    .filter((tool) => commands !== "deny" || (tool !== "exec" && tool !== "process"))
    .map((tool) => difference("missing", tool, `The policy gives ${tool}, which the Gateway doesn't have.`));
  const settings: PolicyDifference[] = [];
  if (effective.commands !== commands) {
    const seen = effective.commands ?? "not set";
    settings.push(
      difference("setting", "tools.exec.mode", `Commands are “${seen}” instead of “${commands}”.`),
    );
  }
  if (canSandbox && effective.sandboxMode !== "all") {
    settings.push(difference("setting", "agents.defaults.sandbox.mode", "Commands run outside the sandbox."));
  }
  if (!effective.isWorkspaceOnly) {
    settings.push(
      difference("setting", "tools.fs.workspaceOnly", "Files outside the workspace aren't refused."),
    );
  }
  if (effective.hasOpenAiApi !== hasOpenAiApi) {
    const state = effective.hasOpenAiApi ? "on, and should be off" : "off, and should be on";
    settings.push(difference("setting", "gateway.http.endpoints", `The OpenAI-compatible API is ${state}.`));
  }
  return [...extra, ...missing, ...settings];
}

function difference(kind: PolicyDifference["kind"], what: string, message: string): PolicyDifference {
  return { kind, what, message };
}

/** Tools that only look and that can be asked for over HTTP, so that trying one does no harm. */
const triable = ["sessions_list", "agents_list", "memory_search", "web_fetch"] as const;

/** A tool that the policy doesn't give and that can be tried without harm; null when it gives them all. */
export function toolToTry(policy: ToolPolicy): (typeof triable)[number] | null {
  const { allow } = rulesOf(policy);
  return triable.find((tool) => !allow.includes(tool)) ?? null;
}
