import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { PlainFilePlace } from "./open-plain-file.ts";

/** `gateway` is OpenClaw's own log, which the tenant writes; `output` what its process printed, kept by the agent. */
export type LogSource = "gateway" | "output";

export function logLocation(context: AgentContext, tenant: TenantRecord, source: LogSource): PlainFilePlace {
  const { layout } = tenant;
  const file = source === "gateway" ? layout.logFile : layout.outputFile;
  const ownerUid = source === "gateway" ? tenant.uid : context.uid;
  return { directory: path.dirname(file), name: path.basename(file), ownerUid };
}
