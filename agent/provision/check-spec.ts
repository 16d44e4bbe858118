import { statfs } from "node:fs/promises";
import path from "node:path";
import { findTenantAccount } from "#agent/boundary/tenant-identity.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { isGatewayRunning } from "#agent/hardening/observe-hardening.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { inspectTree } from "#agent/registry/tree-marker.ts";
import { readRuntime } from "#agent/runtime-store/inspect-runtime.ts";
import { releaseExists } from "#agent/runtime-store/release-exists.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { checkPortBlock } from "./port-conflict.ts";

/** A Gateway's own data stay small, but a full disk breaks every tenant of the host. */
const requiredFreeBytes = 1024 ** 3;

/** The record of a tenant; null also when it is damaged, because provisioning writes a new one then. */
export function recordForProvision(registry: Registry, slug: Slug): TenantRecord | null {
  return registry.damaged().some((damage) => damage.slug === slug) ? null : registry.get(slug);
}

/**
 * Everything that stands against provisioning this spec now, without touching
 * anything. Empty when it can go ahead.
 */
export async function findObstacles(
  context: AgentContext,
  registry: Registry,
  spec: TenantSpec,
): Promise<AgentFailure[]> {
  const record = recordForProvision(registry, spec.slug);
  const checks: (() => Promise<unknown>)[] = [
    async () => checkRung(context, spec),
    async () => checkUnmoved(context, spec, record),
    async () => hasOwnUser(spec) && (await findTenantAccount(context, spec.slug, record)),
    () => inspectTree(context, spec.slug),
    () => checkPortBlock(context, spec, record, registry.list()),
    () => checkDisk(context),
    () => checkRuntime(context, spec),
  ];
  const obstacles: AgentFailure[] = [];
  for (const check of checks) {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof AgentFailure)) throw error;
      obstacles.push(error);
    }
  }
  return obstacles;
}

function checkRung(context: AgentContext, spec: TenantSpec): void {
  if (hasOwnUser(spec) && !context.isRoot) {
    throw new AgentFailure(
      "NOT_ROOT",
      "The host agent doesn't run as root, so it can't give this tenant an OS user of its own.",
      "Run Bulkhead as root on this host, or choose the weaker rung “separate profile” for this tenant.",
    );
  }
  if (!hasOwnUser(spec) && context.isRoot) {
    throw new AgentFailure(
      "RUNG_UNAVAILABLE",
      "The host agent runs as root: a separate profile would let this tenant's Gateway run as root.",
      "Choose the rung “own OS user”, which this host can give.",
    );
  }
}

/** What a running Gateway was started with, and whose files these are, can't be changed under its feet. */
function checkUnmoved(context: AgentContext, spec: TenantSpec, record: TenantRecord | null): void {
  if (record === null) return;
  if (record.rung !== spec.rung) {
    throw new AgentFailure(
      "RUNG_UNAVAILABLE",
      `"${spec.slug}" was set up on this host at the rung ${record.rung}; its files can't be moved to ${spec.rung}.`,
      "Remove the tenant from the host, then set it up again at the other rung.",
    );
  }
  const isSame = record.basePort === spec.basePort && record.runtimeVersion === spec.runtimeVersion;
  if (isSame || !isGatewayRunning(context, record)) return;
  throw new AgentFailure(
    "GATEWAY_RUNNING",
    `The Gateway of "${spec.slug}" runs, so its ports and its version can't be changed.`,
    "Stop the Gateway, then try again.",
  );
}

async function checkDisk(context: AgentContext): Promise<void> {
  const disk = await statfs(path.dirname(context.paths.tenants));
  const free = disk.bavail * disk.bsize;
  if (free >= requiredFreeBytes) return;
  throw new AgentFailure(
    "DISK_FULL",
    `Only ${Math.floor(free / 1024 ** 2)} MiB are free on the host's disk; a tenant needs 1 GiB.`,
    "Free some space on the host, then try again.",
    { isRetryable: true },
  );
}

async function checkRuntime(context: AgentContext, spec: TenantSpec): Promise<void> {
  if (await readRuntime(context.paths, spec.runtimeVersion)) return;
  if (await releaseExists(spec.runtimeVersion)) return;
  throw new AgentFailure(
    "RUNTIME_MISSING",
    `This host has neither OpenClaw ${spec.runtimeVersion} nor a locked list of its packages.`,
    "Choose a version that this Bulkhead supports, or update Bulkhead.",
  );
}
