import path from "node:path";
import { plantPrefix } from "../../staged/plant-prefix.ts";
import { type Finding, unmeasured } from "./finding.ts";
import type { AttemptTarget, Place } from "./protocol.ts";
import type { TargetProbe } from "./runner-probe.ts";
import { notThere } from "./try-files.ts";
import { tryConnect, tryLoopback } from "./try-port.ts";
import { worstOf } from "./worst-of.ts";

/** How far from the first port of a block the relay is, and the last of those for browsers. */
export const relayOffset = 10;
export const lastBrowserOffset = 110;

export const connectionProbes = {
  "shared.socket-file": async ({ sockets }) =>
    worstOf(await Promise.all(sockets.files.map(trySocketFile)), "It has no socket there."),
  "shared.socket-abstract": ({ sockets }) =>
    sockets.abstract === null
      ? unmeasured("nothing", "No abstract socket could be opened.")
      : tryConnect({ path: sockets.abstract }, "its abstract socket", true),
  "port.control": connect((offset) => offset < relayOffset || offset > lastBrowserOffset),
  "port.relay": connect((offset) => offset === relayOffset),
  "port.cdp": connect((offset) => offset > relayOffset && offset <= lastBrowserOffset),
} as const satisfies Readonly<Record<string, TargetProbe>>;

async function trySocketFile(place: Place): Promise<Finding> {
  const isPlanted = path.basename(place.path).startsWith(plantPrefix);
  return notThere(place) ?? tryConnect({ path: place.path }, place.path, isPlanted);
}

/** Those of its ports whose place in the block says that they are for this; null where it has none. */
function connect(isFor: (offset: number) => boolean) {
  return async ({ ports }: AttemptTarget) => {
    const chosen = ports.filter(({ offset }) => isFor(offset));
    if (chosen.length === 0) return null;
    return worstOf(await Promise.all(chosen.map((one) => tryLoopback(one.port, one.isPlanted))), "");
  };
}
