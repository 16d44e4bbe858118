import { readFile } from "node:fs/promises";
import { hasOwnTemporary, type Mount, parseMounts, showsOnly } from "#agent/boundary/shown-mounts.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { ownNamespaces, readNamespaces } from "#agent/proc/namespaces.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { LookedAt, Seen } from "./seen.ts";

/** Its own list of processes, its own /tmp, and no other tenant's tree in sight. */
export async function seeView(
  context: AgentContext,
  tenant: TenantRecord,
  { pid, startTicks }: LookedAt,
): Promise<Seen> {
  const [own, seen] = [ownNamespaces(), readNamespaces(pid, startTicks)];
  const [hosts, inside] = await Promise.all([readMounts("self"), readMounts(pid)]);
  if (own === null || seen === null || hosts === null || inside === null)
    return { observed: "unknown", how: `The namespaces of process ${pid} can't be read.` };
  const hasOwnSpaces = (["mnt", "pid", "ipc", "uts"] as const).every((name) => own[name] !== seen[name]);
  const isAlone = hasOwnTemporary(inside) && showsOnly(inside, hosts, context.paths.tenants, tenant.slug);
  return {
    observed: hasOwnSpaces && isAlone ? "on" : "off",
    how: `Namespaces and mounts of process ${pid}.`,
  };
}

async function readMounts(pid: number | "self"): Promise<Mount[] | null> {
  return readFile(`/proc/${pid}/mountinfo`, "utf8").then(parseMounts, () => null);
}
