import { findAccount } from "#agent/boundary/system-account.ts";
import { userNameFor } from "#agent/boundary/tenant-identity.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { renderTenantConfig } from "#agent/drift/tenant-config.ts";
import { lstatOrNull } from "#agent/files/owned-directory.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { readRuntime } from "#agent/runtime-store/inspect-runtime.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { lastPort } from "#lib/domain/host/port-block.ts";
import type { Plan } from "#lib/host-agent/contract/plan.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { findObstacles, recordForProvision } from "./check-spec.ts";
import { hardeningOf } from "./describe-config-hardening.ts";
import { givenHardening, missingHardening } from "./plan-hardening.ts";
import { askedOf } from "./record-from-spec.ts";
import { modeOf, tenantDirectories } from "./tenant-directories.ts";

/** What provisioning this spec would do now, and what stands against it. Touches nothing. */
export async function planTenant(context: AgentContext, registry: Registry, spec: TenantSpec): Promise<Plan> {
  const record = recordForProvision(registry, spec.slug);
  const layout = record?.layout ?? tenantLayout(context.paths, spec.slug);
  const userName = userNameFor(spec);
  const runtime = await readRuntime(context.paths, spec.runtimeVersion);
  const directories = tenantDirectories(layout).map(async (directory) => ({
    purpose: directory.purpose,
    path: directory.path,
    mode: `0${modeOf(spec.rung, directory.access).toString(8)}`,
    owner: directory.access === "tenant" || !hasOwnUser(spec) ? userName : "root",
    exists: (await lstatOrNull(directory.path).catch(() => null)) !== null,
  }));
  const asked = { rung: spec.rung, ...askedOf(spec, record) };
  const obstacles = await findObstacles(context, registry, spec);
  return {
    osUser: await planUser(context, registry, spec, userName),
    directories: await Promise.all(directories),
    ports: { base: spec.basePort, last: lastPort({ base: spec.basePort }) },
    runtime: {
      openclaw: spec.runtimeVersion,
      node: runtime?.node ?? process.versions.node,
      path: runtimePaths(context.paths, spec.runtimeVersion).root,
      isInstalled: runtime !== null,
    },
    configPath: layout.configFile,
    config: renderTenantConfig(layout, { basePort: spec.basePort, ...asked }),
    hardening: [...givenHardening(context, asked), ...hardeningOf(spec)],
    risks: missingHardening(context, asked),
    obstacles: obstacles.map(({ detail }) => ({
      code: detail.code,
      message: detail.message,
      nextStep: detail.nextStep,
    })),
  };
}

async function planUser(
  context: AgentContext,
  registry: Registry,
  spec: TenantSpec,
  name: string,
): Promise<Plan["osUser"]> {
  if (!hasOwnUser(spec)) return { name, uid: context.uid, willBeCreated: false };
  const account = await findAccount(name);
  const uid = account?.uid ?? recordForProvision(registry, spec.slug)?.uid ?? null;
  return { name, uid, willBeCreated: account === null };
}
