import path from "node:path";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { tenantLayout } from "./tenant-layout.ts";

/** A program and everything it is started with; for spawn without a shell. */
export type BoundaryCommand = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/**
 * How to run OpenClaw inside a tenant's boundary: as its user, without groups
 * or new privileges, in an environment and working directory built from
 * nothing. Used for the Gateway and for every call of OpenClaw's own CLI.
 *
 * @param args arguments for `openclaw`, such as `["gateway", "run"]`
 */
export function boundaryCommand(
  context: AgentContext,
  tenant: TenantRecord,
  args: readonly string[],
): BoundaryCommand {
  const layout = tenantLayout(context.paths, tenant.slug);
  const runtime = path.join(context.paths.runtimeStore, tenant.runtimeVersion);
  const node = path.join(runtime, "bin", "node");
  const entry = path.join(runtime, "node_modules", "openclaw", "openclaw.mjs");
  const identity = context.isRoot ? [`--reuid=${tenant.uid}`, `--regid=${tenant.gid}`, "--clear-groups"] : [];
  return {
    file: "/usr/bin/setpriv",
    args: [...identity, "--no-new-privs", "--", node, entry, ...args],
    cwd: layout.start,
    env: {
      PATH: `${path.join(runtime, "bin")}:/usr/bin:/bin`,
      HOME: layout.home,
      LANG: "C.UTF-8",
      TZ: "UTC",
      TMPDIR: layout.cache,
      XDG_CACHE_HOME: layout.cache,
      NODE_OPTIONS: "--disable-sigusr1",
      NODE_DISABLE_COMPILE_CACHE: "1",
      BULKHEAD_TENANT: tenant.slug,
      OPENCLAW_CONFIG_PATH: layout.configFile,
      OPENCLAW_STATE_DIR: layout.state,
      OPENCLAW_CONFIG_READONLY: "1",
      OPENCLAW_NO_RESPAWN: "1",
      OPENCLAW_NO_AUTO_UPDATE: "1",
      OPENCLAW_DISABLE_BONJOUR: "1",
      OPENCLAW_EXEC_SHELL_SNAPSHOT: "0",
      OPENCLAW_OFFLINE: "1",
    },
  };
}
