import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { stopGateways } from "./agent/stop-gateways.ts";
import { agentEnvironment } from "./child-environments.ts";
import { takeInstallationLock } from "./installation-lock.ts";
import { LaunchError } from "./launch-error.ts";
import { readLauncherState, removeLauncherState } from "./launcher-state.ts";
import { isAlive } from "./process/process-identity.ts";
import { until } from "./process/until.ts";
import { say } from "./progress.ts";
import { reportFailure } from "./report-failure.ts";
import { readSettings, type Settings } from "./settings.ts";
import { stopLeftovers } from "./stop-leftovers.ts";

const stoppedWithinMs = 90_000;

/** Stops the launcher if one runs, then every tenant's Gateway, and says what was stopped. */
async function down(settings: Settings): Promise<number> {
  const { paths } = settings;
  if (!existsSync(paths.home)) {
    say(`Nothing is running: there is no installation in ${paths.home}.`);
    return 0;
  }
  // Held to the end, so that nobody starts the installation while its Gateways are being stopped.
  const release = await takeLockFromLauncher(settings);
  try {
    return await stopGateways(agentEnvironment(settings, null, process.env));
  } finally {
    release();
  }
}

async function takeLockFromLauncher({ paths }: Settings): Promise<() => void> {
  const lock = path.join(paths.home, "launcher.lock");
  const state = readLauncherState(paths.launcherState);
  const free = takeInstallationLock(lock);
  if (free) {
    const ended = state ? await stopLeftovers(state) : [];
    removeLauncherState(paths.launcherState);
    say(
      ended.length > 0
        ? `Stopped what was left over: ${ended.join(", ")}.`
        : "The dashboard was not running.",
    );
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
  const settings = readSettings(process.env, { uid: process.getuid?.() ?? 0, homeDirectory: homedir() });
  process.exitCode = await down(settings);
} catch (error) {
  reportFailure("Bulkhead could not be stopped.", error);
  process.exitCode = 1;
}
