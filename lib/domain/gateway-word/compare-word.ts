/** What a Gateway is asked about itself that can be held against what its host shows. */
export const wordParts = ["pid", "port", "version", "state", "config", "workspaces", "device"] as const;
export type WordPart = (typeof wordParts)[number];

/** same · other · untold: the Gateway didn't say · unseen: the host didn't show it. */
export const wordOutcomes = ["same", "other", "untold", "unseen"] as const;
export type WordOutcome = (typeof wordOutcomes)[number];

/** What a Gateway says of itself. Null is what it didn't say; paths are absolute and without dots. */
export type SaidOfItself = {
  readonly pid: number | null;
  readonly port: number | null;
  readonly version: string | null;
  readonly state: string | null;
  readonly config: string | null;
  /** Of all its agents. */
  readonly workspaces: readonly string[] | null;
  /** Id of its device identity. */
  readonly device: string | null;
};

/** What kernel and disk show of the same. Null is what they didn't show. */
export type SeenOfGateway = {
  /** Those that hold its port, each by the number that it has for itself. */
  readonly pid: readonly number[] | null;
  readonly port: number | null;
  readonly version: string | null;
  readonly state: string | null;
  readonly config: string | null;
  /** Where its configuration lets agents work. */
  readonly workspaces: readonly string[] | null;
  readonly device: string | null;
};

/** Holds what a Gateway says of itself against what was seen, part by part. What one of the two lacks is never the same. */
export function compareWord(
  said: SaidOfItself,
  seen: SeenOfGateway,
): Readonly<Record<WordPart, WordOutcome>> {
  const single = (part: "port" | "version" | "state" | "config" | "device") =>
    outcome(said[part], seen[part], (mine, theirs) => mine === theirs);
  return {
    pid: outcome(said.pid, seen.pid, (mine, theirs) => theirs.includes(mine)),
    port: single("port"),
    version: single("version"),
    state: single("state"),
    config: single("config"),
    workspaces: outcome(said.workspaces, seen.workspaces, (mine, theirs) =>
      mine.every((place) => theirs.some((own) => place === own || place.startsWith(`${own}/`))),
    ),
    device: single("device"),
  };
}

function outcome<S, T>(said: S | null, seen: T | null, isSame: (said: S, seen: T) => boolean): WordOutcome {
  if (said === null) return "untold";
  if (seen === null) return "unseen";
  return isSame(said, seen) ? "same" : "other";
}
