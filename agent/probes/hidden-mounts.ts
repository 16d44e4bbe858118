import { readFileSync } from "node:fs";
import { type Mount, parseMounts } from "#agent/boundary/shown-mounts.ts";

/** Files of the system come and go with its packages, and say nothing of anybody's data. */
const systems = ["/etc/", "/run/"];

/**
 * A place that a Gateway sees something mounted at and its runner doesn't; null
 * when there is none. The runner's view was made a moment ago: what somebody
 * mounted into the Gateway's own since it was started is missing from it, and
 * nothing tried by the runner speaks for that.
 */
export function hiddenMount(gatewayPid: number, runnerPid: number): string | null {
  const [gateway, runner] = [mountsOf(gatewayPid), mountsOf(runnerPid)];
  const seen = new Set(runner.map(({ place }) => place));
  const isSystems = (place: string) => systems.some((start) => place.startsWith(start));
  return gateway.find(({ place }) => !seen.has(place) && !isSystems(place))?.place ?? null;
}

/** None for a process that is gone. */
function mountsOf(pid: number): Mount[] {
  try {
    return parseMounts(readFileSync(`/proc/${pid}/mountinfo`, "utf8"));
  } catch {
    return [];
  }
}
