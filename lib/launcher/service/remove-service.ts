import { rm } from "node:fs/promises";
import type { Here } from "#lib/launcher/settings/settings-here.ts";
import { say } from "#lib/launcher/terminal/progress.ts";
import { unitPrefix } from "./make-plan.ts";
import { requireSystemd } from "./require-systemd.ts";
import { serviceRoles } from "./units/service-plan.ts";
import { withInstallation } from "./with-installation.ts";
import { presentUnits, removeUnits } from "./write-units.ts";

/** Stops an installation's service and takes it away from this host; safe to repeat. Data and Gateways stay as they are. */
export async function removeService({ service, settings: { paths } }: Here): Promise<void> {
  requireSystemd();
  const prefix = await unitPrefix(paths.home);
  const roles = serviceRoles.toReversed();
  if (service === null && (await presentUnits({ prefix }, roles)).length === 0) {
    say(`The installation in ${paths.home} is no service of this host, so there is nothing to remove.`);
    return;
  }
  await withInstallation(paths, async () => {
    const removed = await removeUnits({ prefix }, roles);
    // Last, so that what was cut off before is done again.
    await rm(paths.service, { recursive: true, force: true });
    say(`Stopped and removed: ${removed.join(", ") || "what was left of the service"}.`);
    say(`${paths.home} is as it was, and the tenants' Gateways go on: \`npm run down\` stops them.`);
    say("`npm start` starts it again here, `npm run install-service` as a service.");
  });
}
