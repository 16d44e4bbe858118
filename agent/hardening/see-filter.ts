import { statSync } from "node:fs";
import { readOwnConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import type { LookedAt, Seen } from "#agent/hardening/seen.ts";
import { readSeccompMode } from "#agent/proc/read-process.ts";
import { at } from "#agent/system/json-value.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** The kernel's own word that it filters the process's calls; a browser that the filter keeps from starting is named. */
export async function seeFilter(
  context: AgentContext,
  tenant: TenantRecord,
  { pid }: LookedAt,
): Promise<Seen> {
  const mode = readSeccompMode(pid);
  if (mode === null) return { observed: "unknown", how: `The status of process ${pid} can't be read.` };
  const how = `Seccomp mode ${mode} in the status of process ${pid}, which is in the namespaces that Bulkhead made.`;
  if (mode !== 2) return { observed: "off", how };
  const memory = isMemoryClosed(pid)
    ? " Its memory is closed to the tenant's other programs."
    : " The tenant's other programs can still open its memory through /proc: it was started with a Node that they may read. Restart the Gateway.";
  const config = await readOwnConfig(context, tenant);
  const browser = config.isReadable ? at(config.config, "browser") : undefined;
  const needsSandbox = at(browser, "enabled") === true && at(browser, "noSandbox") !== true;
  const note = needsSandbox
    ? " Its managed browser is on and can't start: Chromium's own sandbox needs namespaces. Set browser.noSandbox to true; the boundary then holds it in."
    : "";
  return { observed: "on", how: `${how}${memory}${note}` };
}

/** What a process of a program that its user can't read shows of itself belongs to root. */
function isMemoryClosed(pid: number): boolean {
  return statSync(`/proc/${pid}/environ`, { throwIfNoEntry: false })?.uid === 0;
}
