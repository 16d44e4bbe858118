import { type Finding, reached, refused, unmeasured } from "./finding.ts";
import type { AttemptTarget } from "./protocol.ts";
import type { TargetProbe } from "./runner-probe.ts";
import { tryCreateIn, tryReadIn } from "./try-files.ts";
import { tryTemporaryNames } from "./try-temporary-names.ts";
import { worstOf } from "./worst-of.ts";

export const sharedPlaceProbes = {
  "shared.tmp": readLeft("/tmp"),
  "shared.var-tmp": readLeft("/var/tmp"),
  "shared.dev-shm": readLeft("/dev/shm"),
  "shared.tmp-names": (target, source) => tryTemporaryNames(target, source.name()),
  "shared.compile-cache": ({ compileCaches }, source) =>
    worstOf(
      compileCaches.map((place) => tryCreateIn(place, source.name())),
      "Its compile cache is off.",
    ),
  "shared.caches": ({ caches }, source) =>
    worstOf(
      caches.map((place) => tryCreateIn(place, source.name())),
      "It has no cache directory.",
    ),
  "shared.mdns": ({ process, basePort }, { announced }) =>
    process === null ? null : judgeAnnounced(announced, basePort),
} as const satisfies Readonly<Record<string, TargetProbe>>;

function readLeft(directory: string) {
  return ({ leftFiles }: AttemptTarget) =>
    worstOf((leftFiles[directory] ?? []).map(tryReadIn), "It left nothing there.");
}

/** A Gateway tells its port with its announcement, and no two of a host have one. */
function judgeAnnounced(ports: readonly number[] | null, basePort: number): Finding {
  if (ports === null) return unmeasured("untried", "It could not ask the network.");
  return ports.includes(basePort)
    ? reached(`It asked the network, and the Gateway at port ${basePort} answered.`)
    : refused("absent", `It asked the network for Gateways, and ${ports.length} others answered.`);
}
