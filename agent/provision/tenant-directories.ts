import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import type { OwnedDirectory } from "#agent/files/owned-directory.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";

/** `agent`: the tenant can't change it · `passage`: it can pass or read, not change · `tenant`: its own. */
type Access = "agent" | "passage" | "readable" | "tenant";
export type TenantDirectory = {
  readonly purpose: string;
  readonly path: string;
  readonly access: Access;
  /** The directory of all trees, from which it is reached. */
  readonly below: string;
};

/** The directories of a tenant, each after the one it lies in. */
export function tenantDirectories(layout: TenantLayout): TenantDirectory[] {
  const directories: Omit<TenantDirectory, "below">[] = [
    { purpose: "The tenant's tree", path: layout.tree, access: "passage" },
    { purpose: "Configuration", path: layout.config, access: "readable" },
    { purpose: "Start directory", path: layout.start, access: "readable" },
    { purpose: "What the Gateway prints", path: layout.output, access: "agent" },
    { purpose: "Home", path: layout.home, access: "tenant" },
    { purpose: "State, credentials and browser data", path: layout.state, access: "tenant" },
    { purpose: "Workspace", path: layout.workspace, access: "tenant" },
    { purpose: "Logs", path: layout.logs, access: "tenant" },
    { purpose: "Backups", path: layout.backups, access: "tenant" },
    { purpose: "Secrets", path: layout.secrets, access: "tenant" },
    { purpose: "Cache and temporary files", path: layout.cache, access: "tenant" },
  ];
  return directories.map((directory) => ({ ...directory, below: path.dirname(layout.tree) }));
}

/** Under rung `profile` agent and tenant are one user, and only others can be kept out. */
export function modeOf(rung: GatewayRung, access: Access): number {
  if (!hasOwnUser({ rung })) return 0o700;
  const modes: Record<Access, number> = { agent: 0o700, passage: 0o710, readable: 0o750, tenant: 0o700 };
  return modes[access];
}

/** The same directory with the owner that the rung gives it. */
export function ownedDirectory(
  context: Pick<AgentContext, "uid" | "gid">,
  tenant: { readonly rung: GatewayRung; readonly uid: number; readonly gid: number },
  directory: TenantDirectory,
): OwnedDirectory {
  return {
    below: directory.below,
    path: directory.path,
    mode: modeOf(tenant.rung, directory.access),
    uid: directory.access === "tenant" ? tenant.uid : context.uid,
    gid: directory.access === "agent" ? context.gid : tenant.gid,
  };
}
