import type { Participant } from "./participant.ts";
import { type Finding, reached, refused, unmeasured } from "./runner/finding.ts";
import type { Side } from "./side.ts";

/** Why the target's managed browser can't be tried; null when it runs. */
export function browserProblem({ prepared, gateway, displaced }: Participant): string | null {
  if (gateway === null) return displaced ?? "The other tenant's Gateway is stopped.";
  if (prepared === null) return "Nothing is known of the other tenant's browser.";
  return prepared.browser.instance === null ? prepared.browser.note : null;
}

/**
 * How the agent saw for itself that a tenant has no managed browser; null where
 * it didn't, whatever the tenant's own Gateway says: one that is on and hidden,
 * or that can't be started, is there.
 */
export function seenWithoutBrowser({ one, known: { absent } }: Side): string | null {
  if (one.displaced !== null || !absent.has("browser-process")) return null;
  if (absent.has("gateway")) return "Its Gateway is stopped, and no browser is among its processes.";
  return absent.has("browser-setting")
    ? "Its browser is off in the configuration that the host agent wrote, and none is among its processes."
    : null;
}

/** Whether the source's own Gateway drives the target's browser: the very same process answers both. */
export function sharedBrowser(source: Side, target: Side): Finding {
  const [mine, theirs] = [source.one.prepared?.browser, target.one.prepared?.browser];
  if (mine === undefined || theirs === undefined)
    return unmeasured("untried", "Nothing is known of the browsers.");
  if (mine.instance === null) {
    const seen = seenWithoutBrowser(source);
    return seen === null ? unmeasured("untried", mine.note) : refused("absent", seen);
  }
  return mine.instance === theirs.instance
    ? reached(`Its own Gateway drives the other tenant's browser, at port ${mine.port}.`)
    : refused(
        "another",
        `Each Gateway drives a browser of its own, at ports ${mine.port} and ${theirs.port}.`,
      );
}
