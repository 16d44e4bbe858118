import { type CommandMode, type PresetId, rulesOf, type ToolPolicy } from "./policy.ts";
import { toolGroupIds, toolGroupLabels, toolGroups } from "./tool.ts";

export const presetLabels: Record<PresetId, string> = {
  "customer-support": "Customer support",
  "internal-operator": "Internal operator",
  research: "Research",
  custom: "Custom",
};

export const presetSummaries: Record<PresetId, string> = {
  "customer-support": "Answers messages and reads the workspace. Changes nothing on the machine.",
  "internal-operator":
    "Works with files and commands inside its workspace. For people who could do the same themselves.",
  research: "Searches and reads the web. Touches neither files nor commands.",
  custom: "Groups and tools chosen one by one from a closed list.",
};

export const commandModeLabels: Record<CommandMode, string> = {
  deny: "Never runs commands",
  allowlist: "Runs only commands that an operator approved before",
  ask: "Asks a person before a command that wasn't approved before",
  full: "Runs any command without asking",
};

/** What a policy allows and what it keeps back, in words, one line a group of tools. */
export function describePolicy(policy: ToolPolicy): {
  readonly can: readonly string[];
  readonly cannot: readonly string[];
} {
  const { allow, commands } = rulesOf(policy);
  const can: string[] = [];
  const cannot: string[] = [];
  for (const group of toolGroupIds) {
    const given = toolGroups[group].filter((tool) => tool !== "session_status" && allow.includes(tool));
    if (group === "group:runtime") {
      if (given.length > 0 && commands !== "deny")
        can.push(`Commands: ${commandModeLabels[commands].toLowerCase()}`);
      else cannot.push("Commands");
    } else if (given.length === 0) {
      cannot.push(toolGroupLabels[group]);
    } else if (given.length >= toolGroups[group].length - (group === "group:sessions" ? 1 : 0)) {
      can.push(toolGroupLabels[group]);
    } else {
      can.push(`${toolGroupLabels[group]}: ${given.join(", ")}`);
    }
  }
  cannot.push("Administer its own Gateway: schedules, plugins, secrets, other machines");
  return { can, cannot };
}
