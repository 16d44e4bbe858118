import { randomBytes } from "node:crypto";
import { chmod, chown, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import path from "node:path";
import { type BoundaryCommand, boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { killUser } from "#agent/boundary/kill-user.ts";
import { createAccount, findAccount, pickFreeId, removeAccount } from "#agent/boundary/system-account.ts";
import { ensureTemporaryDirectories, removeTemporaryFiles } from "#agent/boundary/temporary-directories.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { systemClock } from "#agent/context/moment.ts";
import { loadContext, prepareHome } from "#agent/context-load.ts";
import { renderTenantConfig } from "#agent/drift/tenant-config.ts";
import { ensureOwnedDirectory } from "#agent/files/owned-directory.ts";
import { freePort } from "#agent/fixtures/free-port.ts";
import { testRuntime } from "#agent/fixtures/test-runtime.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import { removeNetwork } from "#agent/network/tenant-network.ts";
import { ownedDirectory, tenantDirectories } from "#agent/provision/tenant-directories.ts";
import { openRegistry, type Registry } from "#agent/registry/registry.ts";
import { createTenantLock, type TenantLock } from "#agent/registry/tenant-lock.ts";
import { type CommandFor, createProcessDriver } from "#agent/runtime/process-driver.ts";
import { createSupervisor, type Supervisor } from "#agent/runtime/supervisor.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/runtime-paths.ts";
import { type TenantLayout, tenantLayout, tenantUserName } from "#agent/tenant/tenant-layout.ts";
import { type TenantRecord, tenantRecordSchema } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { Attempt, ProbeEvent } from "#lib/host-agent/contract/probe.ts";
import { createLogger } from "#lib/log/logger.ts";
import { runProbes } from "../run-probes.ts";

const standInName = "stand-in-gateway.mjs";
export const isRoot = process.getuid?.() === 0;

/** An installation of its own with real OS users and trees, whose Gateways are stand-ins. */
export type ProbeHost = {
  readonly context: AgentContext;
  readonly registry: Registry;
  readonly locks: TenantLock;
  readonly supervisor: Supervisor;
  /** How its Gateways are run, for a supervisor of a test's own. */
  readonly commandFor: CommandFor;
  addTenant(name?: string): Promise<TenantRecord>;
  layout(slug: Slug): TenantLayout;
  setToken(record: TenantRecord, token: string): Promise<void>;
  start(record: TenantRecord): Promise<number>;
  stop(record: TenantRecord): Promise<void>;
  removeTenant(slug: Slug): Promise<void>;
  probe(
    signal?: AbortSignal,
    watch?: (event: ProbeEvent) => void,
  ): Promise<{ events: ProbeEvent[]; attempts: Attempt[] }>;
  dispose(): Promise<void>;
};

/** @param options.isOneUser all tenants run as the user of the tests, at rung `profile` */
export async function createProbeHost({ isOneUser = !isRoot } = {}): Promise<ProbeHost> {
  const runtimeStore = await testRuntime();
  const home = await mkdtemp(path.join(isRoot ? "/opt" : homedir(), "bulkhead-probes-"));
  await chmod(home, 0o755);
  const paths = { ...(await prepareHome(home)), runtimeStore };
  const loaded = await loadContext(paths, createLogger("test", "silent"), systemClock);
  const context = { ...loaded, isRoot: !isOneUser };
  const registry = await openRegistry(paths);
  const locks = createTenantLock();
  const commandFor = (tenant: TenantRecord) => standIn(context, tenant);
  const driver = createProcessDriver(context, commandFor);
  const supervisor = createSupervisor(context, registry, locks, { driver });
  const layout = (slug: Slug) => tenantLayout(paths, slug);
  const setToken = async ({ slug, uid, gid }: TenantRecord, token: string) => {
    const { secretsFile } = layout(slug);
    await writeFile(secretsFile, JSON.stringify({ gateway: { token } }), { mode: 0o600 });
    await chown(secretsFile, uid, gid);
  };
  let generation = 0;
  const removeTenant = async (slug: Slug) => {
    const record = registry.get(slug);
    if (record === null) return;
    // The account, not the record: a test may have changed what the record says.
    const own = context.isRoot ? await findAccount(record.userName) : null;
    if (own !== null) {
      await killUser(own.uid);
      await removeNetwork(context, { slug, uid: own.uid });
      await removeTemporaryFiles(own.uid);
      await removeAccount(record.userName);
    }
    await rm(layout(slug).tree, { recursive: true, force: true });
    await registry.remove(slug);
    await applyFirewall(context, registry);
  };
  return {
    context,
    commandFor,
    registry,
    locks,
    supervisor,
    layout,
    setToken,
    async addTenant(name = `p-${randomBytes(4).toString("hex")}`) {
      const record = await createRecord(context, registry, name);
      if (context.isRoot) {
        const account = { name: record.userName, id: record.uid, comment: "Bulkhead test" };
        await createAccount({ ...account, home: layout(record.slug).home });
        await ensureTemporaryDirectories(record);
      }
      for (const directory of tenantDirectories(record.layout)) {
        await ensureOwnedDirectory(ownedDirectory(context, record, directory));
      }
      const { configFile, start } = layout(record.slug);
      // The clone may lie where no tenant can read.
      await copyFile(
        path.join(import.meta.dirname, "../../fixtures", standInName),
        path.join(start, standInName),
      );
      await chmod(path.join(start, standInName), 0o644);
      await writeFile(configFile, renderTenantConfig(layout(record.slug), record));
      await chmod(configFile, 0o640);
      await chown(configFile, context.uid, record.gid);
      await setToken(record, randomBytes(32).toString("base64url"));
      return registry.create(record);
    },
    async start({ slug }) {
      generation += 1;
      const { pid } = await supervisor.start(slug, generation, () => {}, new AbortController().signal);
      return pid ?? 0;
    },
    async stop({ slug }) {
      generation += 1;
      await supervisor.stop(slug, generation, () => {}, new AbortController().signal);
    },
    removeTenant,
    async probe(signal = new AbortController().signal, watch = () => {}) {
      const events: ProbeEvent[] = [];
      await runProbes(
        context,
        registry,
        { locks },
        (event) => {
          events.push(event);
          watch(event);
        },
        signal,
      );
      const attempts = events.flatMap((event) => (event.type === "attempts" ? event.attempts : []));
      return { events, attempts };
    },
    async dispose() {
      await supervisor.stopAll(() => {});
      await supervisor.close();
      for (const { slug } of registry.list()) await removeTenant(slug);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function createRecord(context: AgentContext, registry: Registry, name: string): Promise<TenantRecord> {
  const { isRoot } = context;
  const { uid, gid, username } = userInfo();
  const reserved = new Set(registry.list().map((other) => other.uid));
  const id = isRoot ? await pickFreeId(reserved) : uid;
  return tenantRecordSchema.parse({
    slug: name,
    layout: tenantLayout(context.paths, name as Slug),
    rung: isRoot ? "os-user" : "profile",
    uid: id,
    gid: isRoot ? id : gid,
    userName: isRoot ? tenantUserName(name as Slug) : username,
    basePort: await freePort(),
    runtimeVersion: defaultRuntimeVersion,
    hasPowerfulTools: false,
    isProvisioned: true,
    desired: "stopped",
    generation: 0,
    process: null,
    restartCount: 0,
    isHeld: false,
    lastExit: null,
  });
}

/** The boundary's own command with OpenClaw replaced by the stand-in. */
function standIn(context: AgentContext, tenant: TenantRecord): BoundaryCommand {
  const command = boundaryCommand(context, tenant, []);
  const { secretsFile, start } = tenantLayout(context.paths, tenant.slug);
  return {
    ...command,
    args: [...command.args.slice(0, -1), path.join(start, standInName)],
    env: { ...command.env, PORT: String(tenant.basePort), SECRETS_FILE: secretsFile },
  };
}
