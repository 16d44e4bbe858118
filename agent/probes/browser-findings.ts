import type { Participant } from "./participant.ts";
import type { Finding } from "./runner/protocol.ts";

/** Why the target's managed browser can't be tried; null when it runs. */
export function browserProblem({ prepared, gateway }: Participant): string | null {
  if (gateway === null) return "The other tenant's Gateway is stopped.";
  if (prepared === null) return "Nothing is known of the other tenant's browser.";
  return prepared.browser.instance === null ? prepared.browser.note : null;
}

/** Whether the source's own Gateway drives the target's browser: the very same process answers both. */
export function sharedBrowser(source: Participant, target: Participant): Finding {
  const [mine, theirs] = [source.prepared?.browser, target.prepared?.browser];
  if (mine === undefined || theirs === undefined)
    return { outcome: "unmeasured", seen: "Nothing is known of the browsers." };
  if (mine.instance === null)
    return { outcome: mine.state === "off" ? "refused" : "unmeasured", seen: mine.note };
  return mine.instance === theirs.instance
    ? {
        outcome: "reached",
        seen: `Its own Gateway drives the other tenant's browser, at port ${mine.port}.`,
      }
    : {
        outcome: "refused",
        seen: `Each Gateway drives a browser of its own, at ports ${mine.port} and ${theirs.port}.`,
      };
}
