import type { Settings } from "#lib/launcher/settings/settings.ts";
import { rolesOf, type ServicePlan, unitName } from "./units/service-plan.ts";

/** What there is now and how to deal with it, for the terminal. */
export function describeService(plan: ServicePlan, { publicUrl, paths }: Settings): string {
  const units = rolesOf(plan).map((role) => unitName(plan, role));
  const commands = [
    [`systemctl status '${plan.prefix}-*'`, "what runs"],
    [`journalctl -f -u '${plan.prefix}-*'`, "what it says"],
    ["npm run install-service", "after an update, or with other settings"],
    ["npm run down", "stops it, and the tenants' Gateways"],
    ["npm run install-service -- --remove", "ends its being a service; data and Gateways stay"],
  ] as const;
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    `Bulkhead is up: ${publicUrl}`,
    `It is a service of this host now (${units.join(", ")}) and comes back after a reboot.`,
    "",
    ...commands.map(([command, effect]) => `  ${command.padEnd(width)}  ${effect}`),
    "",
    `Everything it keeps is in ${paths.home}. The agent runs from ${plan.root}, which must stay there.`,
  ].join("\n");
}
