import type { Here } from "#lib/launcher/settings/settings-here.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

/** Throws a LaunchError when the installation is a service of this host: two that keep it up would be in each other's way. */
export function requireNoService({ service, settings }: Here): void {
  if (service === null) return;
  throw new LaunchError(
    `The installation in ${settings.paths.home} is a service of this host, which keeps it up at ${settings.publicUrl}.`,
    [
      `What it does: systemctl status '${service.prefix}-*'`,
      "After an update or with other settings: npm run install-service",
      "To start it here instead: npm run install-service -- --remove",
    ].join("\n"),
  );
}
