import { requireFreePort } from "#lib/launcher/prepare/port-holder.ts";
import type { Here } from "#lib/launcher/settings/settings-here.ts";
import { stateOf } from "./systemctl.ts";

/** Throws a LaunchError when somebody else has the web's port; that the service itself has it is as it should be. */
export async function requireOwnPort({ service, settings }: Here, webUnit: string): Promise<void> {
  const hasPort = service !== null && Number(service.variables.PORT ?? 3000) === settings.port;
  if (hasPort && (await stateOf(webUnit)) === "active") return;
  await requireFreePort(settings.port, settings.bindAddress);
}
