import { AgentFailure } from "#agent/steps/agent-error.ts";
import { openPlainFile, type PlainFilePlace } from "./open-plain-file.ts";

/**
 * Opens a log of the agent's own for a reader; null when there is none yet.
 *
 * @returns its descriptor, which the caller closes
 * @throws AgentFailure PATH_FOREIGN when something else stands there
 */
export function openLog(place: PlainFilePlace): number | null {
  const descriptor = openPlainFile(place);
  if (descriptor === "foreign") throw foreignLog(place);
  return descriptor === "missing" ? null : descriptor;
}

export function foreignLog({ directory, name }: PlainFilePlace, cause?: unknown): AgentFailure {
  return new AgentFailure(
    "PATH_FOREIGN",
    `${directory}/${name} is not a plain log file of this tenant, so it was not read.`,
    "Look at the file on the host: a link, a pipe or another user's file stands in the log's place. Remove it.",
    { cause },
  );
}
