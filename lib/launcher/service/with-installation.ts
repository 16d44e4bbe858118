import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import { makeHome } from "#lib/launcher/files/make-home.ts";
import { takeInstallationLock } from "#lib/launcher/running/installation-lock.ts";
import {
  describeRunning,
  readLauncherState,
  removeLauncherState,
} from "#lib/launcher/running/launcher-state.ts";
import { stopLeftovers } from "#lib/launcher/running/stop-leftovers.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

/** Does something to an installation that no launcher keeps up, and that none can take meanwhile. */
export async function withInstallation(paths: InstallationPaths, work: () => Promise<void>): Promise<void> {
  makeHome(paths.home);
  const release = takeInstallationLock(path.join(paths.home, "launcher.lock"));
  const state = readLauncherState(paths.launcherState);
  if (release === null) {
    throw new LaunchError(
      describeRunning(state),
      "A service can't take it over while it runs. End it with Ctrl-C where it was started (the tenants' Gateways go on), then run this again.",
    );
  }
  try {
    // What a launcher that was killed has left behind.
    if (state) await stopLeftovers(state);
    removeLauncherState(paths.launcherState);
    await work();
  } finally {
    release();
  }
}
