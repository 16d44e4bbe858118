import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { networkPlace } from "#agent/network/network-place.ts";
import type { BoundaryShape } from "#agent/proc/whereabouts.ts";
import { firstInherited } from "#agent/system/inherited-files.ts";
import { isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type Limits, withLimits } from "./limits.ts";
import { tenantView } from "./private-view.ts";
import { viewAccounts } from "./view-accounts.ts";

/** A program and everything it is started with; for spawn without a shell. */
export type BoundaryCommand = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Files of the agent's that it finds open, from descriptor 3 on; whoever spawns it hands them over. */
  readonly inherited?: readonly string[];
};

export type BoundaryOptions = {
  readonly outlivesAgent?: boolean;
  readonly shape?: BoundaryShape;
  readonly isReader?: boolean;
  readonly limits?: Limits;
};

/** What the boundary of a program started now is made of: what is asked for and this host can give. */
export function shapeToGive(context: AgentContext, tenant: TenantRecord): BoundaryShape {
  return {
    hasView: isGiven(context, tenant, "private-view"),
    hasNetwork: isGiven(context, tenant, "network-namespace"),
    hasFilter: isGiven(context, tenant, "kernel-filter"),
  };
}

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
 * Root makes the view from the host's side, and enters no namespace but the
 * network that the agent keeps under the tenant's name: never those of a
 * process, which a tenant could have made.
 *
 * @param args arguments for `openclaw`, such as `["gateway", "run"]`
 * @param options.shape of a boundary that is there already, for what has to run in the same
 * @param options.limits for a program of Bulkhead's own that works on what the tenant wrote
 * @param options.isReader with a view of its own: no network, which need not even be there, and nothing of the tree
 *   can be changed
 */
export function boundaryCommand(
  context: AgentContext,
  tenant: TenantRecord,
  args: readonly string[],
  options: BoundaryOptions = {},
): BoundaryCommand {
  const { shape = shapeToGive(context, tenant) } = options;
  const isReader = shape.hasView && (options.isReader ?? false);
  const { layout } = tenant;
  const runtime = path.join(context.paths.runtimeStore, tenant.runtimeVersion);
  const node = path.join(runtime, "bin", "node");
  const entry = path.join(runtime, "node_modules", "openclaw", "openclaw.mjs");
  const identity = context.isRoot ? [`--reuid=${tenant.uid}`, `--regid=${tenant.gid}`, "--clear-groups"] : [];
  // What setpriv starts first may still be read with root's rights. Only a program that is started without them, and
  // that its user may not read, has its memory closed to that user's other processes.
  const again = context.isRoot ? ["/usr/bin/setpriv", "--no-new-privs", "--"] : [];
  const program = [
    ...["/usr/bin/setpriv", ...identity, "--no-new-privs", "--", ...again],
    ...[node, entry, ...args],
  ];
  const view = shape.hasView ? wrapper(context, tenant, shape, { ...options, isReader }) : [];
  const [file = "", ...rest] = [...(isReader ? [] : entrance(tenant, shape)), ...view, ...program];
  const command: BoundaryCommand = {
    file,
    args: rest,
    ...(shape.hasView && shape.hasFilter && { inherited: [context.hardening.kernelFilter.file] }),
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
  return options.limits ? withLimits(command, options.limits) : command;
}

/** What comes before everything where the tenant has a network of its own. */
function entrance({ slug }: TenantRecord, { hasNetwork }: BoundaryShape): string[] {
  return hasNetwork ? ["/usr/bin/nsenter", `--net=${networkPlace(slug)}`, "--"] : [];
}

/** What comes before the program where the tenant has a view of its own. */
function wrapper(
  context: AgentContext,
  tenant: TenantRecord,
  { hasNetwork, hasFilter }: BoundaryShape,
  { outlivesAgent = false, isReader = false }: BoundaryOptions,
): string[] {
  const { tree, config, start } = tenant.layout;
  const view = tenantView({
    tree,
    readOnly: isReader ? [tree] : [config, start],
    alsoReadable: [context.paths.runtimeStore],
    accounts: viewAccounts(tenant.layout),
    resolvers: hasNetwork ? context.hardening.networkNamespace.resolvers : null,
  });
  return [
    context.hardening.privateView.program,
    ...(outlivesAgent ? [] : ["--die-with-parent"]),
    ...(isReader ? ["--unshare-net"] : []),
    ...view,
    ...(hasFilter ? ["--seccomp", String(firstInherited)] : []),
    ...["--chdir", start, "--"],
    // The leader of a session of its own, as a Gateway without a view is: it can be signalled as a group.
    "/usr/bin/setsid",
  ];
}
