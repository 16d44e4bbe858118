/** The descriptor of a log that a reader is given: behind whatever else a program of the boundary finds open. */
export const givenDescriptor = 9;

/** Where the log is: a place that the reader opens itself, or the descriptor that it was given. */
export type LogPlace =
  | { readonly directory: string; readonly name: string; readonly ownerUid: number }
  | { readonly descriptor: number };

/** What a reader is asked, as one line of JSON on its standard input, which then stays open until it may go. */
export type ReaderOrder = {
  readonly secretsFile: string;
  /** Secrets that stand in the tenant's configuration itself. */
  readonly configured: readonly string[];
} & (
  | {
      readonly do: "tail";
      readonly log: LogPlace;
      readonly lines: number;
      /** Only what comes after the last line that begins so; everything when null. */
      readonly after: string | null;
    }
  | { readonly do: "follow"; readonly log: LogPlace; readonly from: "start" | "end"; readonly pollMs: number }
  | { readonly do: "mask"; readonly texts: readonly string[] }
);

/**
 * What a reader answers, a line each: a letter, and for `line` a JSON string.
 * Whoever reads it must believe nothing of it: the tenant can end the reader
 * or speak in its place.
 */
export const replies = {
  line: "L",
  /** What was asked for has been told; of `follow`: it began, or is still there. */
  done: "E",
  /** There is more in the log than was told. */
  truncated: "T",
  /** Something that isn't a log stands in its place. */
  foreign: "F",
  /** The descriptor's file is no longer the log. */
  replaced: "R",
} as const;

/** Longest line of an answer, in bytes. A shown line has 4000 characters, each at most six of them in JSON. */
export const maxReplyBytes = 64 * 1024;
/** How often a reader that follows says that it is there. */
export const beatMs = 5_000;
