import { existsSync } from "node:fs";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

/** Throws a LaunchError unless this is root on a host that systemd has started. */
export function requireSystemd(uid = process.getuid?.(), sign = "/run/systemd/system"): void {
  if (uid !== 0) {
    throw new LaunchError(
      "A service of this host is installed by root, and this isn't root.",
      "Run it as root: sudo npm run install-service. What it would write shows without: npm run install-service -- --dry-run",
    );
  }
  // What sd_booted(3) looks at.
  if (existsSync(sign)) return;
  throw new LaunchError(
    `This host wasn't started by systemd (there is no ${sign}), so nothing would start a service after a reboot.`,
    "Use a host with systemd, or have what starts things here run `npm start`: it keeps Bulkhead up, and ends it on SIGTERM.",
  );
}
