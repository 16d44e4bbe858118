import path from "node:path";
import { makeHome } from "#lib/launcher/files/make-home.ts";
import { identifyProcess } from "#lib/launcher/process/process-identity.ts";
import { type Supervised, supervise } from "#lib/launcher/process/supervise.ts";
import { takeInstallationLock } from "#lib/launcher/running/installation-lock.ts";
import {
  describeRunning,
  type LauncherState,
  readLauncherState,
  removeLauncherState,
  writeLauncherState,
} from "#lib/launcher/running/launcher-state.ts";
import { requireNoService } from "#lib/launcher/running/require-no-service.ts";
import { stopLeftovers } from "#lib/launcher/running/stop-leftovers.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { settingsHere } from "#lib/launcher/settings/settings-here.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import { say } from "#lib/launcher/terminal/progress.ts";
import { reportFailure } from "#lib/launcher/terminal/report-failure.ts";
import { completeWalls } from "#lib/launcher/walls/complete-walls.ts";
import { describeWalls } from "#lib/launcher/walls/describe-walls.ts";
import { launch } from "./launch.ts";

const root = path.resolve(import.meta.dirname, "../../..");

type LauncherOptions = {
  readonly isDevelopment: boolean;
  /** The packages that the walls need may be installed without asking. */
  readonly mayInstall: boolean;
};

/**
 * Brings the installation up, keeps it up until SIGINT, SIGTERM or SIGHUP, then
 * stops web, agent and database in this order. Gateways are left alone.
 *
 * @returns the exit code
 */
export async function runLauncher(options: LauncherOptions): Promise<number> {
  // Modes of what is made here are meant as they are written.
  process.umask(0o022);
  // Whoever read the output may have left; that must not stop anything.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  try {
    const here = settingsHere(process.env);
    requireNoService(here);
    return await runInstallation(here.settings, options, stopping.signal);
  } catch (error) {
    reportFailure("Bulkhead could not be started.", error);
    return 1;
  }
}

async function runInstallation(
  settings: Settings,
  { isDevelopment, mayInstall }: LauncherOptions,
  signal: AbortSignal,
): Promise<number> {
  const { paths } = settings;
  makeHome(paths.home);
  const release = takeInstallationLock(path.join(paths.home, "launcher.lock"));
  const before = readLauncherState(paths.launcherState);
  if (!release) {
    say(describeRunning(before));
    return 0;
  }
  const kept: Supervised[] = [];
  const state = await newState(settings);
  const note = () => writeLauncherState(paths.launcherState, state);
  async function keep(name: string, start: Parameters<typeof supervise>[0]["start"]): Promise<void> {
    const onUp = async (pid: number) => {
      const identity = await identifyProcess(pid);
      if (identity) state.children[name] = identity;
      note();
    };
    kept.push(await supervise({ name, start, report: say, onUp }));
  }
  try {
    if (before) await stopLeftovers(before);
    note();
    await completeWalls(settings, mayInstall, signal);
    await launch({ root, settings, variables: process.env, isDevelopment, signal, keep });
    state.isUp = true;
    note();
    for (const line of await describeWalls(paths)) say(line);
    say(`Bulkhead is up: ${settings.publicUrl}`);
    say("Ctrl-C stops it; the tenants' Gateways go on. `npm run down` stops those too.");
    await aborted(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (kept.length > 0) say("Stopping web, agent and database. Gateways go on.");
    for (const supervised of kept.reverse()) await supervised.stop();
    removeLauncherState(paths.launcherState);
    release();
  }
  say("Stopped.");
  return 0;
}

async function newState(settings: Settings): Promise<LauncherState> {
  const launcher = await identifyProcess(process.pid);
  if (!launcher) {
    throw new LaunchError("/proc can't be read.", "Bulkhead runs on Linux with /proc mounted.");
  }
  return { launcher, url: settings.publicUrl, isUp: false, children: {} };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
