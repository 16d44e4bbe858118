import { z } from "zod";

/** OpenClaw's tools that a tenant can be given, by OpenClaw's own groups. What is not here is never given. */
export const toolGroups = {
  "group:messaging": ["message"],
  "group:memory": ["memory_search", "memory_get"],
  "group:web": ["web_search", "web_fetch", "x_search"],
  "group:fs": ["read", "ls", "write", "edit", "apply_patch"],
  "group:runtime": ["exec", "process"],
  "group:sessions": [
    "session_status",
    "sessions",
    "sessions_list",
    "sessions_history",
    "sessions_search",
    "sessions_send",
    "sessions_spawn",
    "sessions_yield",
    "subagents",
    "conversations_list",
    "conversations_send",
    "conversations_turn",
  ],
  "group:agents": [
    "agents_list",
    "ask_user",
    "get_goal",
    "create_goal",
    "update_goal",
    "progress_card",
    "skill_workshop",
  ],
  "group:media": ["view_image", "pdf", "tts", "image_generate", "music_generate", "video_generate"],
} as const;

export type ToolGroup = keyof typeof toolGroups;
export type Tool = (typeof toolGroups)[ToolGroup][number];
export type ToolChoice = ToolGroup | Tool;

export const toolGroupIds = Object.keys(toolGroups) as readonly ToolGroup[];
export const tools: readonly Tool[] = Object.values(toolGroups).flat();

/** A group or a tool of the closed list. */
export const toolChoiceSchema = z.enum([...toolGroupIds, ...tools], {
  error: "Choose a group or tool from the list.",
});

/** What people call a group. */
export const toolGroupLabels: Record<ToolGroup, string> = {
  "group:messaging": "Send messages",
  "group:memory": "Look things up in its memory",
  "group:web": "Search and read the web",
  "group:fs": "Files of the workspace",
  "group:runtime": "Commands",
  "group:sessions": "Conversations and sub-agents",
  "group:agents": "Questions, goals and progress",
  "group:media": "Images, documents and sound",
};

/** By these an agent could change its own Gateway, its schedule or its neighbors' machines. No policy gives them. */
export const alwaysDenied = [
  "group:automation",
  "group:nodes",
  "secrets",
  "plugins",
  "openclaw",
  "gateway",
  "terminal",
  "portal",
] as const;

/** Tools that OpenClaw shows only where a model, a key or a channel makes them possible. */
const conditional: ReadonlySet<string> = new Set<Tool>([
  "x_search",
  "web_search",
  "web_fetch",
  "view_image",
  "pdf",
  "tts",
  "image_generate",
  "music_generate",
  "video_generate",
  "apply_patch",
  "memory_search",
  "memory_get",
  "progress_card",
  "skill_workshop",
]);

/** True when a Gateway that allows the tool always has it. */
export function isAlwaysThere(tool: Tool): boolean {
  return !conditional.has(tool);
}

/** Each group replaced by its tools, every tool once, in the order of the closed list. */
export function expandTools(choices: readonly ToolChoice[]): Tool[] {
  const chosen = new Set<string>(
    choices.flatMap((choice) => (isGroup(choice) ? toolGroups[choice] : choice)),
  );
  return tools.filter((tool) => chosen.has(tool));
}

export function isGroup(choice: string): choice is ToolGroup {
  return Object.hasOwn(toolGroups, choice);
}
