import { readFile } from "node:fs/promises";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import { missingWalls } from "#lib/domain/hardening/missing-walls.ts";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import { messageOf } from "#lib/launcher/terminal/launch-error.ts";

/** What the running agent found of this host's walls, as lines for the terminal. Never throws. */
export async function describeWalls(paths: InstallationPaths): Promise<string[]> {
  try {
    const token = (await readFile(paths.agentToken, "utf8")).trim();
    const agent = createAgentClient({ socketPath: paths.agentSocket, token, installationId: null });
    const missing = missingWalls((await agent.call("host.facts", {})).hardening);
    if (missing.length === 0) return ["Walls between tenants: all are available on this host."];
    return [
      "Walls between tenants that are missing on this host:",
      ...missing.map(({ setting, note }) => `  ${settingWords[setting].title}: ${note}`),
    ];
  } catch (error) {
    return [`Walls between tenants: not known, the host agent didn't say (${messageOf(error)})`];
  }
}
