import path from "node:path";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import type { PlainFilePlace } from "./open-plain-file.ts";

/** `gateway` is OpenClaw's own log, which the tenant writes; `output` what its process printed, kept by the agent. */
export type LogSource = "gateway" | "output";

export function logLocation(context: AgentContext, tenant: TenantRecord, source: LogSource): PlainFilePlace {
  const layout = tenantLayout(context.paths, tenant.slug);
  const file = source === "gateway" ? layout.logFile : layout.outputFile;
  const ownerUid = source === "gateway" ? tenant.uid : context.uid;
  return { directory: path.dirname(file), name: path.basename(file), ownerUid };
}
