import { rulesOf, type ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import { alwaysDenied } from "#lib/domain/tool-policy/tool.ts";

/** Where commands run when they don't run on the host; null where the host has nothing for it. */
export type SandboxBackend = "podman" | null;

/** The part of the configuration that decides what the tenant's agent can do. */
export function toolSettings(policy: ToolPolicy, sandbox: SandboxBackend) {
  const { allow, deny, commands } = rulesOf(policy);
  return {
    fs: { workspaceOnly: true },
    exec: { mode: commandModeIn(policy, sandbox) },
    elevated: { enabled: false },
    allow: [...allow],
    // What a policy leaves out is denied by name as well where it acts on the machine.
    deny: [...new Set([...deny, ...(commands === "deny" ? ["group:runtime"] : []), ...alwaysDenied])],
    sessions: { visibility: "agent" },
    agentToAgent: { enabled: false },
  } as const;
}

/** In a sandbox of its own nobody has to be asked: what a command can reach is the workspace. */
export function commandModeIn(policy: ToolPolicy, sandbox: SandboxBackend) {
  const { commands } = rulesOf(policy);
  return isSandboxed(policy, sandbox) ? "full" : commands;
}

/** True when the policy's commands run in a sandbox here. Only the preset is; a custom policy says what it wants. */
export function isSandboxed(policy: ToolPolicy, sandbox: SandboxBackend): boolean {
  return sandbox !== null && policy.preset === "internal-operator";
}

/** For `agents.defaults`. */
export function sandboxSettings(policy: ToolPolicy, sandbox: SandboxBackend) {
  if (sandbox === null || !isSandboxed(policy, sandbox)) return {};
  return { sandbox: { mode: "all", backend: sandbox, scope: "agent", workspaceAccess: "rw" } } as const;
}
