import { closeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { AgentContext } from "#agent/context/context.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type LogSource, logLocation } from "./log-location.ts";
import { foreignLog, openLog } from "./open-log.ts";
import { beatMs, givenDescriptor } from "./reader-protocol.ts";
import { startReader, unreadable } from "./start-reader.ts";

const limits = { silenceMs: 6 * beatMs, maxBytes: Number.POSITIVE_INFINITY };
const maxLinesPerEvent = 500;
const maxEventLength = 256 * 1024;
/** No stream tells more often than this when it has much to tell: the others want to be heard, too. */
const fullEventMs = 100;

/** What it answers is waited for. */
type Emit = (event: { lines: string[] }) => unknown;
type Options = { readonly pollMs: number };

/**
 * Emits lines that are written to a tenant's log from now on, secrets masked,
 * until `signal` aborts. The first event has no lines and says that it began. Goes on after truncation, after rotation to another
 * file, and when the log doesn't exist yet. The log is read and masked inside
 * the tenant's boundary; a line that is written faster than it can be told is left out.
 *
 * @throws AgentFailure PATH_FOREIGN when something else than a log stands in its place, UNREADABLE, BUSY
 */
export async function followLog(
  context: AgentContext,
  tenant: TenantRecord,
  source: LogSource,
  emit: Emit,
  signal: AbortSignal,
  options: Options = { pollMs: 500 },
): Promise<void> {
  const told = createBatches(emit, signal);
  if (source === "gateway") {
    await followOnce(context, tenant, { source, from: "end", ...options }, told, signal);
    return;
  }
  // Only the agent can open what it keeps of the Gateway's output, so it also waits for it.
  for (let from: "start" | "end" = "end"; !signal.aborted; from = "start") {
    const descriptor = openLog(logLocation(context, tenant, source));
    if (descriptor === null) {
      await told.begin();
      await pause(options.pollMs, signal);
      continue;
    }
    try {
      const order = { source, from, descriptor, ...options };
      await followOnce(context, tenant, order, told, signal);
    } finally {
      closeSync(descriptor);
    }
  }
}

type Following = Options & {
  readonly source: LogSource;
  readonly from: "start" | "end";
  readonly descriptor?: number;
};

async function followOnce(
  context: AgentContext,
  tenant: TenantRecord,
  { source, from, descriptor, pollMs }: Following,
  told: ReturnType<typeof createBatches>,
  signal: AbortSignal,
): Promise<void> {
  const { secretsFile } = tenant.layout;
  const place = logLocation(context, tenant, source);
  const log = descriptor === undefined ? place : { descriptor: givenDescriptor };
  const order = { do: "follow", log, secretsFile, from, pollMs } as const;
  const reader = { signal, ...(descriptor !== undefined && { descriptor }) };
  for await (const reply of startReader(context, tenant, order, limits, reader)) {
    if (signal.aborted) return;
    switch (reply.kind) {
      case "done":
        await told.begin();
        break;
      case "line":
        await told.add(reply.text);
        break;
      case "pause":
        await told.flush();
        break;
      case "foreign":
        throw foreignLog(place);
      case "replaced":
        return;
      case "truncated":
        throw unreadable(tenant, "it answered out of turn");
    }
  }
  if (!signal.aborted) throw unreadable(tenant, "its reader ended early");
}

/** Lines in events of a bounded size, each taken before the next is made. */
function createBatches(emit: Emit, signal: AbortSignal) {
  let hasBegun = false;
  let lines: string[] = [];
  let length = 0;
  const flush = async () => {
    if (lines.length === 0 || signal.aborted) return;
    const event = { lines };
    lines = [];
    length = 0;
    await emit(event);
  };
  return {
    async begin() {
      if (!hasBegun) await emit({ lines: [] });
      hasBegun = true;
    },
    async add(line: string) {
      lines.push(line);
      length += line.length;
      if (lines.length < maxLinesPerEvent && length < maxEventLength) return;
      await flush();
      await pause(fullEventMs, signal);
    },
    flush,
  };
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await setTimeout(durationMs, undefined, { signal }).catch(() => undefined);
}
