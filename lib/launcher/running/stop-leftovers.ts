import { isAlive, type ProcessIdentity } from "#lib/launcher/process/process-identity.ts";
import { until } from "#lib/launcher/process/until.ts";
import type { LauncherState } from "./launcher-state.ts";

/**
 * Ends what a killed launcher left running. The web and the agent leave by
 * themselves when it is gone; who still stays is asked and then killed. Only
 * the very processes that it had started are touched, whoever has their pids now.
 *
 * @returns names of those that had to be ended
 */
export async function stopLeftovers(state: LauncherState): Promise<string[]> {
  const ended: string[] = [];
  for (const [name, identity] of Object.entries(state.children)) {
    if (await isGoneWithin(identity, 2_000)) continue;
    ended.push(name);
    process.kill(identity.pid, "SIGTERM");
    if (await isGoneWithin(identity, 15_000)) continue;
    process.kill(identity.pid, "SIGKILL");
    await isGoneWithin(identity, 5_000);
  }
  return ended;
}

function isGoneWithin(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  return until(async () => !(await isAlive(identity)), timeoutMs);
}
