import { type ChildProcess, spawn } from "node:child_process";
import { access } from "node:fs/promises";
import path from "node:path";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { isSameProcess, readSameProcess } from "#agent/proc/is-same-process.ts";
import { ownNamespaces, readNamespaces } from "#agent/proc/namespaces.ts";
import { type LiveProcess, readStartTicks } from "#agent/proc/read-process.ts";
import { signalProcess } from "#agent/proc/signal-process.ts";
import { ageMs, startedAt } from "#agent/proc/started-at.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { withInherited } from "#agent/system/inherited-files.ts";
import {
  type GatewayHandle,
  handleOf,
  hostProcessOf,
  type ProcessIdentity,
} from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { GatewayDriver } from "./driver.ts";
import type { ProcessExit } from "./exit-reason.ts";
import { findGatewayProcess } from "./find-gateway-process.ts";
import { openOutputLog } from "./output-log.ts";
import { type DetachedProcess, findWrapped, untilDropped } from "./spawned-gateway.ts";

export type CommandFor = (tenant: TenantRecord) => BoundaryCommand;

/** Gateways as plain processes, each the leader of its own session. Works wherever /proc does. */
export function createProcessDriver(
  context: AgentContext,
  commandFor: CommandFor = (tenant) =>
    boundaryOf(context, tenant).exec.openclaw(["gateway", "run"], { outlivesAgent: true }),
): GatewayDriver {
  const identify = (pid: number, startTicks: number, uid: number): ProcessIdentity => ({
    pid,
    startTicks,
    uid,
    bootId: context.bootId,
    startedAt: startedAt(startTicks, context.now()).toISOString(),
  });
  const read = (gateway: GatewayHandle): LiveProcess | null => {
    const identity = identityOf(gateway);
    const found = readSameProcess(identity, context.bootId);
    if (found === null) return null;
    // Until setpriv has dropped its privileges the process still has the agent's uid.
    return found.uid === identity.uid || found.uid === context.uid ? found : null;
  };

  return {
    capabilities: { findsOrphans: true, mendsNetworks: true },
    async spawn(tenant) {
      const command = commandFor(tenant);
      await refuseMissingProgram(command, tenant);
      const { network, view } = boundaryOf(context, tenant);
      await network.open();
      const started = await spawnDetached(command, context, tenant);
      const spawned = isWrapped(command)
        ? await findWrapped(started, tenant.uid)
        : await untilDropped(started, tenant.uid);
      // Nothing of the tenant's can have moved it: without capabilities it gets into other namespaces only by way of a
      // user namespace of its own, and one that left the agent's is not written down.
      const namespaces = readNamespaces(spawned.pid, spawned.startTicks);
      const isMade = namespaces !== null && namespaces.user === ownNamespaces()?.user;
      return {
        handle: handleOf({
          ...identify(spawned.pid, spawned.startTicks, tenant.uid),
          ...(isMade && { boundary: { ...view.shape, namespaces } }),
        }),
        exited: spawned.exited,
      };
    },
    findOrphan(tenant) {
      const { state } = tenant.layout;
      const command = commandFor(tenant);
      const found = findGatewayProcess({
        command,
        slug: tenant.slug,
        stateDirectory: state,
        // A wrapper runs as the agent's user and is never the Gateway itself.
        uids: isWrapped(command) ? [tenant.uid] : [tenant.uid, context.uid],
      });
      return found && handleOf(identify(found.pid, found.startTicks, tenant.uid));
    },
    isRunning: (gateway) => read(gateway) !== null,
    isSame: (a, b) => isSameProcess(a && identityOf(a), b && identityOf(b)),
    describe(gateway) {
      const { pid, uid, startedAt, bootId } = identityOf(gateway);
      const isOfThisBoot = bootId === context.bootId;
      return { name: `process ${pid}`, pid, uid, startedAt: new Date(startedAt), isOfThisBoot };
    },
    ageMs(gateway) {
      const { startTicks, bootId } = identityOf(gateway);
      return bootId === context.bootId ? Math.max(0, ageMs(startTicks)) : Number.POSITIVE_INFINITY;
    },
    memoryOf(gateway, processes) {
      const { pid } = identityOf(gateway);
      return processes.filter(({ sid }) => sid === pid).reduce((sum, { rssBytes }) => sum + rssBytes, 0);
    },
    members: (tenant, gateway) => boundaryOf(context, tenant).processes(gateway),
    shut: (tenant) => boundaryOf(context, tenant).network.shut(),
    needsMending: (tenant, gateway) => boundaryOf(context, tenant).network.needsMending(gateway),
    mend: (tenant, gateway) => boundaryOf(context, tenant).network.mend(gateway),
    signal(gateway, signal) {
      const found = read(gateway);
      if (found !== null) signalProcess(-found.pid, signal);
    },
    killMember(member) {
      if (readSameProcess(member) !== null) signalProcess(member.pid, "SIGKILL");
    },
  };
}

/** Its own handles are what this driver gets back. */
function identityOf(gateway: GatewayHandle): ProcessIdentity {
  const identity = hostProcessOf(gateway);
  if (identity === null) throw new Error("This Gateway is no process of this host.");
  return identity;
}

/**
 * True when what is spawned makes the tenant's view first and starts the
 * Gateway inside. What only enters its network turns into the rest by itself.
 */
function isWrapped({ file, args }: BoundaryCommand): boolean {
  const first = path.basename(file) === "nsenter" ? args[args.indexOf("--") + 1] : file;
  return path.basename(first ?? "") !== "setpriv";
}

async function spawnDetached(
  command: BoundaryCommand,
  context: AgentContext,
  tenant: TenantRecord,
): Promise<DetachedProcess> {
  const { layout } = tenant;
  const output = await openOutputLog(layout, context.now()).catch((error: unknown) => {
    throw spawnFailure(error);
  });
  try {
    const child = withInherited(command.inherited, (handles) =>
      spawn(command.file, command.args, {
        cwd: command.cwd,
        // Next's types demand NODE_ENV in every environment; a Gateway's is built from nothing.
        env: command.env as NodeJS.ProcessEnv,
        detached: true,
        stdio: ["ignore", output.fd, output.fd, ...handles],
      }),
    );
    return await observeSpawn(child);
  } finally {
    await output.close();
  }
}

/** Listens and reads the start time before anything else can run: not even an immediate end is missed. */
function observeSpawn(child: ChildProcess): Promise<DetachedProcess> {
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const { pid } = child;
  const startTicks = pid === undefined ? null : readStartTicks(pid);
  child.unref();
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(spawnFailure(error)));
    if (pid !== undefined && startTicks !== null) resolve({ pid, startTicks, exited });
  });
}

async function refuseMissingProgram(command: BoundaryCommand, tenant: TenantRecord): Promise<void> {
  // What comes before the last "--" makes the view of the host and may name what is only there inside.
  const program = command.args.slice(command.args.lastIndexOf("--") + 1);
  for (const file of [command.file, ...program].filter((part) => path.isAbsolute(part))) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    throw new AgentFailure(
      "RUNTIME_MISSING",
      `OpenClaw ${tenant.runtimeVersion} can't be run on this host: ${file} is missing.`,
      "Provision the tenant again: it installs the runtime.",
    );
  }
}

function spawnFailure(cause: unknown): AgentFailure {
  if (cause instanceof AgentFailure) return cause;
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? "unknown error";
  if (code === "ENOSPC" || code === "EDQUOT")
    return new AgentFailure(
      "DISK_FULL",
      "The disk is full, so the Gateway was not started.",
      "Free space, then start.",
      {
        cause,
      },
    );
  return new AgentFailure(
    "START_FAILED",
    `The Gateway's process could not be started (${code}).`,
    "Provision the tenant again to repair its directories, then start.",
    { cause },
  );
}
