import { AgentFailure } from "#agent/steps/agent-error.ts";
import { shellWord } from "#lib/domain/mistakes/shell-word.ts";

/** Refusals of a place that is not what it must be, so that nothing was written, moved or deleted there. */
function foreign(message: string, nextStep: string, cause?: unknown): AgentFailure {
  return new AgentFailure("PATH_FOREIGN", message, nextStep, { cause });
}

export function isNotThere(place: string, cause?: unknown): AgentFailure {
  return foreign(
    `${place} is not there, so nothing was changed.`,
    "Provision the tenant again: that makes its directories anew. Then try again.",
    cause,
  );
}

export function isNoDirectory(place: string, cause?: unknown): AgentFailure {
  return foreign(
    `${place} exists and is not a directory, so nothing was changed there.`,
    "Look at what it is on the host; move it away, then try again.",
    cause,
  );
}

export function isSomebodyElses(place: string, uid: number): AgentFailure {
  return foreign(
    `${place} belongs to user ${uid}, who must not have it, so nothing was changed there.`,
    "Find out why on the host, then provision the tenant again: that gives its directories back.",
  );
}

export function isOpenToOthers(place: string, mode: number): AgentFailure {
  return foreign(
    `${place} has mode ${(mode & 0o7777).toString(8)}: others could replace what lies in it, so nothing was changed there.`,
    `Close it on the host (chmod go-w ${shellWord(place)}), then try again.`,
  );
}

export function isMount(place: string): AgentFailure {
  return foreign(
    `Something else is mounted at ${place}, so nothing was changed there.`,
    `Look at what it is on the host and unmount it (umount ${shellWord(place)}), then try again.`,
  );
}

export function isOtherFile(place: string, what: string): AgentFailure {
  return foreign(
    `${place} ${what}, so nothing was changed there.`,
    "Look at what it is on the host; move it away, then try again.",
  );
}

export function wasSwapped(place: string): AgentFailure {
  return foreign(
    `Something else was put at ${place} while it was written. Nothing outside was touched.`,
    "Find the program that does it: stop the tenant's Gateway, look at what else runs as its user, then try again.",
  );
}
