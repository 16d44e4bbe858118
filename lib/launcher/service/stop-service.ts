import type { ServiceRecord } from "#lib/launcher/settings/service-record.ts";
import { systemctl } from "./systemctl.ts";
import { serviceRoles, unitName } from "./units/service-plan.ts";
import { presentUnits } from "./write-units.ts";

/**
 * Stops the units of an installation until somebody starts them or the host does when it boots.
 *
 * @returns their names, as they are started
 */
export async function stopService(service: ServiceRecord): Promise<string[]> {
  const units = (await presentUnits(service, serviceRoles)).map((role) => unitName(service, role));
  if (units.length > 0) await systemctl("stop", ...units.toReversed());
  return units;
}
