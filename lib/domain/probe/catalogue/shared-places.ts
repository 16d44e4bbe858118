import type { ProbeId } from "../probe.ts";
import { type ProbeDescription, privateView } from "./probe-description.ts";

function sharedPlace(attempt: string, risk: string, remedy: string): ProbeDescription {
  return { family: "shared-places", attempt, risk, remedy };
}

export const sharedPlacesCatalogue: Record<Extract<ProbeId, `shared.${string}`>, ProbeDescription> = {
  "shared.tmp": sharedPlace(
    "read a file that the other tenant leaves in /tmp",
    "Temporary files of this tenant can be read by another.",
    privateView,
  ),
  "shared.tmp-names": sharedPlace(
    "take the names in /tmp that the other tenant's Gateway needs",
    "Another tenant can keep this tenant's Gateway from starting.",
    privateView,
  ),
  "shared.var-tmp": sharedPlace(
    "read a file that the other tenant leaves in /var/tmp",
    "Temporary files of this tenant can be read by another.",
    privateView,
  ),
  "shared.dev-shm": sharedPlace(
    "read a file that the other tenant leaves in /dev/shm",
    "Shared memory of this tenant can be read by another.",
    privateView,
  ),
  "shared.compile-cache": sharedPlace(
    "plant code in a compile cache that the other tenant's Gateway loads",
    "Another tenant can run code inside this tenant's Gateway.",
    "Keep the compile cache inside the boundary or off: restart the Gateway so that it takes effect.",
  ),
  "shared.caches": sharedPlace(
    "reach the caches of the other tenant's tools",
    "Another tenant can plant packages that this tenant's tools load.",
    "Keep XDG and npm caches inside the boundary: restart the Gateway.",
  ),
  "shared.socket-file": sharedPlace(
    "connect to a socket file that the other tenant opens in /tmp",
    "Another tenant can talk to this tenant's local services.",
    privateView,
  ),
  "shared.socket-abstract": sharedPlace(
    "connect to an abstract socket that the other tenant opens",
    "Another tenant can talk to this tenant's local services.",
    "Give the tenant a network namespace of its own; abstract sockets belong to it.",
  ),
  "shared.mdns": sharedPlace(
    "find the other tenant's Gateway announced on the network",
    "This tenant's Gateway announces itself to everybody.",
    "Turn discovery off (discovery.mdns.mode: off).",
  ),
  "shared.runtime-ancestors": sharedPlace(
    "write into the runtime or a directory above it",
    "A tenant can plant code that every Gateway loads.",
    "Repair owner and mode of the runtime store: root, not writable by others.",
  ),
};
