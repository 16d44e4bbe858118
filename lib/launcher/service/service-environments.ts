import { webEnvironment } from "#lib/launcher/settings/child-environments.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { environmentText } from "./environment-text.ts";
import type { ServiceRole } from "./units/service-plan.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The whole environment of each role, as its file holds it, in the order in which they are started. The
 * database's is in its unit: nothing of it is a secret or a setting.
 */
export function serviceEnvironments(
  settings: Settings,
  databaseUrl: string,
  agentEnv: NodeJS.ProcessEnv,
  variables: Variables,
): [ServiceRole, string][] {
  const web = { ...webEnvironment(settings, databaseUrl, variables), HOSTNAME: settings.bindAddress };
  return [
    ["agent", environmentText(agentEnv)],
    ["worker", environmentText(web)],
    ["web", environmentText({ ...web, BULKHEAD_JOBS: "elsewhere" })],
  ];
}
