import { access, constants, readFile } from "node:fs/promises";
import type { AgentContext } from "#agent/context/context.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { SandboxBackend } from "./tool-policy.ts";

const podman = "/usr/bin/podman";

/**
 * What the host can put around a tenant's commands. Podman without root counts
 * where the tenant's user was given ids for it and sees the host; Docker never
 * does, because whoever may use its socket is root on the host.
 */
export async function sandboxFor(
  context: Pick<AgentContext, "hardening">,
  tenant: Pick<TenantRecord, "rung" | "hardening" | "userName" | "uid">,
): Promise<SandboxBackend> {
  if (!hasOwnUser(tenant) || isGiven(context, tenant, "private-view")) return null;
  const isThere = await access(podman, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const [users, groups] = await Promise.all([readText("/etc/subuid"), readText("/etc/subgid")]);
  return hasIds(users, tenant) && hasIds(groups, tenant) ? "podman" : null;
}

/** True when a table such as /etc/subuid gives this user numbers of its own to map into containers. */
export function hasIds(table: string, { userName, uid }: Pick<TenantRecord, "userName" | "uid">): boolean {
  return table.split("\n").some((line) => {
    const [owner, , count] = line.split(":");
    return (owner === userName || owner === String(uid)) && Number(count) >= 65_536;
  });
}

async function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
