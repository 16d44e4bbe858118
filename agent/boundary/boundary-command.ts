import path from "node:path";
import type { AgentContext } from "#agent/context.ts";
import { networkEntrance } from "#agent/hardening/network/tenant-network.ts";
import { tenantView } from "#agent/hardening/private-view.ts";
import { isGiven } from "#agent/hardening/tenant-hardening.ts";
import { viewAccounts } from "#agent/hardening/view-accounts.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { tenantLayout } from "./tenant-layout.ts";

/** A program and everything it is started with; for spawn without a shell. */
export type BoundaryCommand = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Files of the agent's that it finds open, from descriptor 3 on; whoever spawns it hands them over. */
  readonly inherited?: readonly string[];
};

/**
 * How to run OpenClaw inside a tenant's boundary: in its own network and its
 * own view of the host where it has them, as its user, without groups or new privileges, in an
 * environment and working directory built from nothing. Used for the Gateway
 * and for every call of OpenClaw's own CLI.
 *
 * With a view of its own what is spawned is not OpenClaw but its wrapper,
 * which ends with OpenClaw's exit code. Killing the wrapper ends everything
 * inside, unless it is asked to outlive the agent.
 *
 * @param args arguments for `openclaw`, such as `["gateway", "run"]`
 */
export function boundaryCommand(
  context: AgentContext,
  tenant: TenantRecord,
  args: readonly string[],
  options: { readonly outlivesAgent?: boolean } = {},
): BoundaryCommand {
  const layout = tenantLayout(context.paths, tenant.slug);
  const runtime = path.join(context.paths.runtimeStore, tenant.runtimeVersion);
  const node = path.join(runtime, "bin", "node");
  const entry = path.join(runtime, "node_modules", "openclaw", "openclaw.mjs");
  const identity = context.isRoot ? [`--reuid=${tenant.uid}`, `--regid=${tenant.gid}`, "--clear-groups"] : [];
  const program = ["/usr/bin/setpriv", ...identity, "--no-new-privs", "--", node, entry, ...args];
  const view = isGiven(context, tenant, "private-view")
    ? wrapper(context, tenant, options.outlivesAgent ?? false)
    : [];
  const [file = "", ...rest] = [...networkEntrance(context, tenant), ...view, ...program];
  return {
    file,
    args: rest,
    cwd: layout.start,
    env: {
      PATH: `${path.join(runtime, "bin")}:/usr/bin:/bin`,
      HOME: layout.home,
      LANG: "C.UTF-8",
      TZ: "UTC",
      ...(tenant.hardening["inner-caches"] && {
        TMPDIR: layout.cache,
        XDG_CACHE_HOME: layout.cache,
        NODE_DISABLE_COMPILE_CACHE: "1",
      }),
      ...(tenant.hardening["inspector-off"] && { NODE_OPTIONS: "--disable-sigusr1" }),
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

/** What comes before the program where the tenant has a view of its own. */
function wrapper(context: AgentContext, tenant: TenantRecord, outlivesAgent: boolean): string[] {
  const { tree, config, start } = tenantLayout(context.paths, tenant.slug);
  const view = tenantView({
    tree,
    readOnly: [config, start],
    alsoReadable: [context.paths.runtimeStore],
    accounts: viewAccounts(context.paths, tenant.slug),
    resolvers: isGiven(context, tenant, "network-namespace")
      ? context.hardening.networkNamespace.resolvers
      : null,
  });
  return [
    context.hardening.privateView.program,
    ...(outlivesAgent ? [] : ["--die-with-parent"]),
    ...view,
    ...["--chdir", start, "--"],
    // The leader of a session of its own, as a Gateway without a view is: it can be signalled as a group.
    "/usr/bin/setsid",
  ];
}
