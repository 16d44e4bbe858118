import { existsSync } from "node:fs";
import path from "node:path";
import { stopGateways } from "./agent/stop-gateways.ts";
import { isAlive } from "./process/process-identity.ts";
import { until } from "./process/until.ts";
import { takeInstallationLock } from "./running/installation-lock.ts";
import { readLauncherState, removeLauncherState } from "./running/launcher-state.ts";
import { stopLeftovers } from "./running/stop-leftovers.ts";
import { stopService } from "./service/stop-service.ts";
import { agentEnvironment } from "./settings/child-environments.ts";
import type { Settings } from "./settings/settings.ts";
import { type Here, settingsHere } from "./settings/settings-here.ts";
import { LaunchError } from "./terminal/launch-error.ts";
import { say } from "./terminal/progress.ts";
import { reportFailure } from "./terminal/report-failure.ts";

const stoppedWithinMs = 90_000;

/** Stops the service, or the launcher if one runs, then every tenant's Gateway, and says what was stopped. */
async function down({ settings, service, variables }: Here): Promise<number> {
  const { paths } = settings;
  if (!existsSync(paths.home)) {
    say(`Nothing is running: there is no installation in ${paths.home}.`);
    return 0;
  }
  if (service !== null) {
    const units = await stopService(service);
    say(`Stopped the service: ${units.join(", ")}. It comes back when this host boots.`);
    say(`Before that: systemctl start ${units.join(" ")}`);
  }
  // Held to the end, so that nobody starts the installation while its Gateways are being stopped.
  const release = await takeLockFromLauncher(settings, service !== null);
  try {
    return await stopGateways(agentEnvironment(settings, null, variables));
  } finally {
    release();
  }
}

async function takeLockFromLauncher({ paths }: Settings, hasStopped: boolean): Promise<() => void> {
  const lock = path.join(paths.home, "launcher.lock");
  const state = readLauncherState(paths.launcherState);
  const free = takeInstallationLock(lock);
  if (free) {
    const ended = state ? await stopLeftovers(state) : [];
    removeLauncherState(paths.launcherState);
    if (ended.length > 0) say(`Stopped what was left over: ${ended.join(", ")}.`);
    else if (!hasStopped) say("The dashboard was not running.");
    return free;
  }
  const pid = state && (await isAlive(state.launcher)) ? state.launcher.pid : null;
  if (pid !== null) process.kill(pid, "SIGTERM");
  let taken: (() => void) | null = null;
  const isStopped = await until(
    () => {
      taken = takeInstallationLock(lock);
      return taken !== null;
    },
    stoppedWithinMs,
    200,
  );
  if (isStopped && taken) {
    say(`Stopped the dashboard: web, agent and database${pid === null ? "" : ` (launcher ${pid})`}.`);
    return taken;
  }
  throw new LaunchError(
    `The launcher${pid === null ? "" : ` (pid ${pid})`} did not stop within ${stoppedWithinMs / 1000} s.`,
    "Look at what it printed last. Nothing else was stopped.",
  );
}

try {
  process.exitCode = await down(settingsHere(process.env));
} catch (error) {
  reportFailure("Bulkhead could not be stopped.", error);
  process.exitCode = 1;
}
