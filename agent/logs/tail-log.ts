import { closeSync } from "node:fs";
import type { AgentContext } from "#agent/context/context.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type LogSource, logLocation } from "./log-location.ts";
import { foreignLog, openLog } from "./open-log.ts";
import { givenDescriptor } from "./reader-protocol.ts";
import { startReader, unreadable } from "./start-reader.ts";
import type { LastLines } from "./tail-file.ts";

const limits = { silenceMs: 12_000, maxBytes: 16 * 1024 * 1024 };
/** What a reader may tell beside the lines that were asked for. */
const maxNotes = 8;

/**
 * The last lines of a tenant's log, secrets masked. No lines when there is no
 * log yet. They are read and masked inside the tenant's boundary.
 *
 * @param request.after only what comes after the last line that begins so
 * @throws AgentFailure PATH_FOREIGN when something else than a log stands in its place, UNREADABLE
 */
export async function tailLog(
  context: AgentContext,
  tenant: TenantRecord,
  request: { readonly source: LogSource; readonly lines: number; readonly after?: string },
): Promise<LastLines> {
  const place = logLocation(context, tenant, request.source);
  // Only the agent can open what it keeps of the Gateway's output.
  const descriptor = request.source === "output" ? openLog(place) : undefined;
  if (descriptor === null) return { lines: [], isTruncated: false };
  try {
    const { secretsFile } = tenant.layout;
    const log = descriptor === undefined ? place : { descriptor: givenDescriptor };
    const order = {
      do: "tail",
      log,
      secretsFile,
      lines: request.lines,
      after: request.after ?? null,
    } as const;
    const lines: string[] = [];
    let isTruncated = false;
    const options = descriptor === undefined ? {} : { descriptor };
    for await (const reply of startReader(context, tenant, order, limits, options)) {
      if (reply.kind === "line") lines.push(reply.text);
      if (lines.length > request.lines + maxNotes) throw unreadable(tenant, "it answered with too much");
      if (reply.kind === "truncated") isTruncated = true;
      if (reply.kind === "foreign") throw foreignLog(place);
      if (reply.kind === "done") return { lines, isTruncated };
    }
    throw unreadable(tenant, "its reader ended early");
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
