export type LogTailDto = {
  readonly source: "gateway" | "output";
  /** Oldest first. */
  readonly lines: readonly string[];
  readonly isTruncated: boolean;
};
