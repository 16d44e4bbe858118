import { z } from "zod";
import { expandTools, type Tool, type ToolChoice, toolChoiceSchema } from "./tool.ts";

export const fixedPresets = ["customer-support", "internal-operator", "research"] as const;
export const presetIds = [...fixedPresets, "custom"] as const;
export type PresetId = (typeof presetIds)[number];

/**
 * What happens when the agent wants to run a command. `deny` never · `allowlist` only
 * what an operator approved before · `ask` a person is asked · `full` always.
 */
export const commandModes = ["deny", "allowlist", "ask", "full"] as const;
export type CommandMode = (typeof commandModes)[number];

const choices = z
  .array(toolChoiceSchema)
  .max(60)
  .transform((list) => [...new Set(list)].sort());

export const toolPolicySchema = z.discriminatedUnion("preset", [
  z.strictObject({ preset: z.enum(fixedPresets) }),
  z.strictObject({
    preset: z.literal("custom"),
    allow: choices,
    /** Wins over `allow`. */
    deny: choices,
    commands: z.enum(commandModes),
  }),
]);
export type ToolPolicy = z.output<typeof toolPolicySchema>;

/** A policy spelled out. */
export type ToolRules = {
  readonly allow: readonly Tool[];
  readonly deny: readonly ToolChoice[];
  readonly commands: CommandMode;
};

/** Harmless, and what shows that a Gateway answers at all. */
const always: readonly Tool[] = ["session_status"];

const presets: Record<(typeof fixedPresets)[number], ToolRules> = {
  "customer-support": {
    allow: expandTools([...always, "message", "ask_user", "read", "ls", "group:memory"]),
    deny: ["group:runtime", "write", "edit", "apply_patch"],
    commands: "deny",
  },
  "internal-operator": {
    allow: expandTools([
      ...always,
      "group:fs",
      "group:runtime",
      "group:memory",
      "message",
      "ask_user",
      "get_goal",
      "create_goal",
      "update_goal",
      "progress_card",
      "view_image",
      "pdf",
    ]),
    deny: [],
    commands: "ask",
  },
  research: {
    allow: expandTools([...always, "group:web", "group:memory", "message", "ask_user"]),
    deny: ["group:runtime", "group:fs"],
    commands: "deny",
  },
};

/** The tools that a policy gives, those it names as denied, and what becomes of commands. */
export function rulesOf(policy: ToolPolicy): ToolRules {
  if (policy.preset !== "custom") return presets[policy.preset];
  const denied = new Set(expandTools(policy.deny));
  const allow = expandTools([...always, ...policy.allow]).filter((tool) => !denied.has(tool));
  return { allow, deny: policy.deny, commands: allow.includes("exec") ? policy.commands : "deny" };
}

/** What a tenant had before there was a choice: nothing that acts on the machine, or files and commands. */
export function defaultPolicy(hasPowerfulTools: boolean): ToolPolicy {
  return { preset: hasPowerfulTools ? "internal-operator" : "customer-support" };
}

const powerful: readonly Tool[] = ["write", "edit", "apply_patch", "exec", "process"];

/** True when the agent can change files or run commands. */
export function isPowerful(policy: ToolPolicy): boolean {
  return rulesOf(policy).allow.some((tool) => powerful.includes(tool));
}

/** Two policies that come to the same. */
export function isSamePolicy(one: ToolPolicy, other: ToolPolicy): boolean {
  return JSON.stringify(toolPolicySchema.parse(one)) === JSON.stringify(toolPolicySchema.parse(other));
}
