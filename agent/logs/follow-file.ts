import { closeSync, fstatSync, readSync } from "node:fs";
import { createLineSplitter, type LineSplitter } from "./line-splitter.ts";
import { openPlainFile } from "./open-plain-file.ts";
import type { LogPlace } from "./reader-protocol.ts";

type OpenLog = {
  readonly descriptor: number;
  readonly inode: number;
  offset: number;
  splitter: LineSplitter;
};
export type Ending = "foreign" | "replaced";

const maxReadBytes = 128 * 1024;
/** A reader that lags behind by more than this goes on near the end. */
const maxBehindBytes = 4 * 1024 * 1024;
const keptBytes = 512 * 1024;

export type Follower = {
  /** Tells what was written since the last time. @returns why it can't go on; null while it can */
  step(): Ending | null;
};

/**
 * Follows a log through its creation, truncation and rotation. A log that is
 * written faster than it is taken is told in part, and the gap by name.
 */
export function createFollower(
  place: LogPlace,
  from: "start" | "end",
  tell: (lines: string[]) => void,
): Follower | Ending {
  const first = openAt(place, from);
  if (first === "foreign") return first;
  let log = first;
  return {
    step() {
      const next = openNext(place, log);
      if (next === "foreign") return next;
      // Whatever was written to the old file was written before the new one appeared.
      if (log !== null) drain(log, tell);
      if (next !== null) {
        if (log !== null) closeSync(log.descriptor);
        log = next;
        drain(log, tell);
      }
      const isGone = "descriptor" in place && fstatSync(place.descriptor).nlink === 0;
      return isGone ? "replaced" : null;
    },
  };
}

function openAt(place: LogPlace, at: "start" | "end"): OpenLog | "foreign" | null {
  const descriptor = "descriptor" in place ? place.descriptor : openPlainFile(place);
  if (descriptor === "missing") return null;
  if (descriptor === "foreign") return descriptor;
  const { ino, size } = fstatSync(descriptor);
  return { descriptor, inode: ino, offset: at === "end" ? size : 0, splitter: createLineSplitter() };
}

/** The file that took the place of the current one; null when none did. */
function openNext(place: LogPlace, current: OpenLog | null): OpenLog | "foreign" | null {
  if ("descriptor" in place) return null;
  const next = openAt(place, "start");
  if (next === null || next === "foreign" || next.inode !== current?.inode) return next;
  closeSync(next.descriptor);
  return null;
}

function drain(log: OpenLog, tell: (lines: string[]) => void): void {
  // What is written while this runs is for the next time, so that it always ends.
  const { size } = fstatSync(log.descriptor);
  if (size < log.offset) {
    log.offset = 0;
    log.splitter = createLineSplitter();
  }
  const behind = size - log.offset;
  if (behind > maxBehindBytes) {
    log.offset = size - keptBytes;
    log.splitter = createLineSplitter(true);
    const leftOut = Math.round((behind - keptBytes) / 1024 / 1024);
    tell([
      `[Bulkhead] ${leftOut} MiB of the log were left out here: it is written faster than it can be shown.`,
    ]);
  }
  const buffer = Buffer.alloc(maxReadBytes);
  while (log.offset < size) {
    const read = readSync(log.descriptor, buffer, 0, maxReadBytes, log.offset);
    if (read === 0) return;
    log.offset += read;
    tell(log.splitter.push(buffer.subarray(0, read)));
  }
}
