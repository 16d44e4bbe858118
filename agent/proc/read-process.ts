import { closeSync, openSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { type ProcessStat, type ProcessStatus, parseStat, parseStatus } from "./parse-process.ts";

export type LiveProcess = ProcessStat & ProcessStatus;

/**
 * What the kernel says of a process now; null when there is none, or only its
 * zombie. Synchronous, so that a caller can compare and signal without
 * anything of its own in between.
 */
export function readProcess(pid: number): LiveProcess | null {
  const statText = readProcFile(pid, "stat");
  const statusText = readProcFile(pid, "status");
  if (statText === null || statusText === null) return null;
  const stat = parseStat(statText);
  const status = parseStatus(statusText);
  if (stat === null || status === null || stat.state === "Z" || stat.state === "X") return null;
  return { ...stat, ...status };
}

/** Real, effective, saved and file system user of a living process; null when there is none, or only its zombie. */
export function readOwners(pid: number): readonly number[] | null {
  const text = readProcFile(pid, "status");
  if (text === null || /^State:\s*[ZX]/m.test(text)) return null;
  const line = /^Uid:\s*(.*)$/m.exec(text)?.[1];
  return (line?.match(/\d+/g) ?? []).map(Number);
}

/** The start time alone, also of a process that has ended and waits to be reaped; null when there is none. */
export function readStartTicks(pid: number): number | null {
  const text = readProcFile(pid, "stat");
  return (text === null ? null : parseStat(text)?.startTicks) ?? null;
}

/** How the kernel filters its calls: 0 not at all, 2 by a filter; null when it is gone. */
export function readSeccompMode(pid: number): number | null {
  const mode = /^Seccomp:\s*(\d+)$/m.exec(readProcFile(pid, "status") ?? "")?.[1];
  return mode === undefined ? null : Number(mode);
}

/**
 * What is read of a process's own memory. Its owner can rewrite it and make it
 * gigabytes long: it is what the process shows of itself, and no more.
 */
const maxShownBytes = 256 * 1024;

/** The command line as the process shows it, up to a bound; empty for kernel threads, null when it is gone or out of reach. */
export function readCommandLine(pid: number): string[] | null {
  const text = readShown(pid, "cmdline");
  return text === null ? null : text.split("\0").filter((part) => part !== "");
}

/** Path of the program a process runs; null when it is gone or out of reach. */
export function readExecutable(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}

/**
 * The environment as the process shows it, up to a bound; null when it is gone
 * or belongs to somebody out of reach. Its owner can rewrite it at any time:
 * nothing that the agent opens, writes or runs may come out of it.
 */
export function readEnviron(pid: number): Readonly<Record<string, string>> | null {
  const text = readShown(pid, "environ");
  if (text === null) return null;
  const entries = text.split("\0").flatMap((entry): [string, string][] => {
    const at = entry.indexOf("=");
    return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
  });
  return Object.fromEntries(entries);
}

function readShown(pid: number, name: "cmdline" | "environ"): string | null {
  return orNull(() => {
    const handle = openSync(`/proc/${pid}/${name}`, "r");
    try {
      const shown = Buffer.allocUnsafe(maxShownBytes);
      let length = 0;
      // The kernel gives a page at a time.
      for (let read = -1; read !== 0 && length < maxShownBytes; length += read) {
        read = readSync(handle, shown, length, maxShownBytes - length, length);
      }
      return shown.toString("utf8", 0, length);
    } finally {
      closeSync(handle);
    }
  });
}

function readProcFile(pid: number, name: string): string | null {
  return orNull(() => readFileSync(`/proc/${pid}/${name}`, "utf8"));
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A process may vanish between any two reads, some files are closed to other users, and memory that is shown may be gone.
    if (code && ["ENOENT", "ESRCH", "EACCES", "EPERM", "EIO", "EFAULT"].includes(code)) return null;
    throw error;
  }
}
