import type { FileHandle } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { tenantMask } from "./known-secrets.ts";
import { createLineSplitter } from "./line-splitter.ts";
import { type LogSource, logLocation } from "./log-location.ts";
import { openLog } from "./open-log.ts";

type OpenLog = {
  file: FileHandle;
  inode: number;
  offset: number;
  splitter: ReturnType<typeof createLineSplitter>;
};

const maxReadBytes = 128 * 1024;
const maxLinesPerEvent = 500;

/**
 * Emits lines that are written to a tenant's log from now on, secrets masked,
 * until `signal` aborts. The first event has no lines and says that it began. Goes on after truncation, after rotation to another
 * file, and when the log doesn't exist yet.
 */
export async function followLog(
  context: AgentContext,
  tenant: TenantRecord,
  source: LogSource,
  emit: (event: { lines: string[] }) => void,
  signal: AbortSignal,
  options: { readonly pollMs: number } = { pollMs: 500 },
): Promise<void> {
  const location = logLocation(context, tenant, source);
  let log = await openAt(location, "end");
  emit({ lines: [] });
  try {
    while (!signal.aborted) {
      const next = await openNext(log);
      // Whatever was written to the old file was written before the new one appeared.
      if (log) await drain(log);
      if (next) {
        await log?.file.close();
        log = next;
      } else if (!(await pause(options.pollMs, signal))) return;
    }
  } finally {
    await log?.file.close();
  }

  async function drain(current: OpenLog): Promise<void> {
    for (;;) {
      const lines = await readNewLines(current);
      if (lines.length === 0 || signal.aborted) return;
      const mask = await tenantMask(context, tenant);
      for (let index = 0; index < lines.length; index += maxLinesPerEvent)
        emit({ lines: lines.slice(index, index + maxLinesPerEvent).map(mask) });
    }
  }

  /** The file that took the place of the current one; null when none did. */
  async function openNext(current: OpenLog | null): Promise<OpenLog | null> {
    const next = await openAt(location, "start");
    if (next === null || next.inode !== current?.inode) return next;
    await next.file.close();
    return null;
  }
}

async function openAt(location: Parameters<typeof openLog>[0], at: "start" | "end"): Promise<OpenLog | null> {
  const file = await openLog(location);
  if (file === null) return null;
  const stat = await file.stat();
  return { file, inode: stat.ino, offset: at === "end" ? stat.size : 0, splitter: createLineSplitter() };
}

async function readNewLines(log: OpenLog): Promise<string[]> {
  const { size } = await log.file.stat();
  if (size < log.offset) {
    log.offset = 0;
    log.splitter = createLineSplitter();
  }
  const lines: string[] = [];
  while (lines.length === 0 && log.offset < size) {
    const { buffer, bytesRead } = await log.file.read(
      Buffer.alloc(maxReadBytes),
      0,
      maxReadBytes,
      log.offset,
    );
    if (bytesRead === 0) break;
    log.offset += bytesRead;
    lines.push(...log.splitter.push(buffer.subarray(0, bytesRead)));
  }
  return lines;
}

async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  return setTimeout(durationMs, true, { signal }).catch(() => false);
}
