import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { systemClock } from "#agent/context/moment.ts";
import { loadContext, prepareHome } from "#agent/context-load.ts";
import { collectSteps } from "#agent/fixtures/collect-steps.ts";
import { freePort } from "#agent/fixtures/free-port.ts";
import { testRuntime } from "#agent/fixtures/test-runtime.ts";
import { provisionTenant } from "#agent/provision/provision-tenant.ts";
import { removeTenant } from "#agent/provision/remove-tenant.ts";
import { openRegistry, type Registry } from "#agent/registry/registry.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/runtime-paths.ts";
import { tenantLayout, tenantUserName } from "#agent/tenant/tenant-layout.ts";
import { type TenantSpec, tenantSpecSchema } from "#lib/host-agent/contract/tenant-spec.ts";
import { createLogger } from "#lib/log/logger.ts";
import { removeAccount } from "../system-account.ts";

export const isRoot = process.getuid?.() === 0;

/** An installation of its own, with the real OpenClaw and no Gateway. */
export type BoundaryHost = {
  readonly home: string;
  readonly context: AgentContext;
  registry: Registry;
  spec(change?: Partial<Record<keyof TenantSpec, unknown>>): Promise<TenantSpec>;
  /** Answers how each step ended. Throws what provisioning throws. */
  provision(spec: TenantSpec, generation?: number): Promise<string[]>;
  remove(spec: TenantSpec, purge?: boolean): Promise<string[]>;
  /** As an agent finds it that starts now. */
  reopen(): Promise<void>;
  layout(spec: TenantSpec): ReturnType<typeof tenantLayout>;
  dispose(): Promise<void>;
};

export async function createBoundaryHost(): Promise<BoundaryHost> {
  const runtimeStore = await testRuntime();
  const home = await mkdtemp(path.join(isRoot ? "/opt" : homedir(), "bulkhead-test-"));
  await chmod(home, 0o755);
  const paths = { ...(await prepareHome(home)), runtimeStore };
  const context = await loadContext(paths, createLogger("test", "silent"), systemClock);
  const specs: TenantSpec[] = [];
  const host: BoundaryHost = {
    home,
    context,
    registry: await openRegistry(paths),
    async spec(change = {}) {
      const spec = tenantSpecSchema.parse({
        slug: `t-${randomBytes(4).toString("hex")}`,
        rung: isRoot ? "os-user" : "profile",
        basePort: await freePort(),
        runtimeVersion: defaultRuntimeVersion,
        hasPowerfulTools: false,
        ...change,
      });
      specs.push(spec);
      return spec;
    },
    async provision(spec, generation = 1) {
      const { emit, ended } = collectSteps();
      await provisionTenant(context, host.registry, { spec, generation }, emit);
      return ended;
    },
    async remove(spec, purge = true) {
      const { emit, ended } = collectSteps();
      await removeTenant(context, host.registry, { slug: spec.slug, purge }, emit);
      return ended;
    },
    async reopen() {
      host.registry = await openRegistry(paths);
    },
    layout: (spec) => tenantLayout(paths, spec.slug),
    async dispose() {
      for (const spec of specs) {
        await host.remove(spec).catch(() => undefined);
        if (isRoot) await removeAccount(tenantUserName(spec.slug));
      }
      await rm(home, { recursive: true, force: true });
    },
  };
  return host;
}
