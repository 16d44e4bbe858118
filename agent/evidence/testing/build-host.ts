import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import path from "node:path";
import { killUser } from "#agent/boundary/kill-user.ts";
import { createAccount, pickFreeId, removeAccount } from "#agent/boundary/system-account.ts";
import { removeTemporaryFiles } from "#agent/boundary/temporary-directories.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { noHostHardening } from "#agent/context/host-hardening.ts";
import { systemClock } from "#agent/context/moment.ts";
import { tenantConfig } from "#agent/drift/tenant-config.ts";
import { ensureOwnedDirectory } from "#agent/files/owned-directory.ts";
import { freePort } from "#agent/fixtures/free-port.ts";
import { stoppedTenant } from "#agent/fixtures/stopped-tenant.ts";
import { testRuntime } from "#agent/fixtures/test-runtime.ts";
import { readBootId } from "#agent/proc/boot-id.ts";
import { ownedDirectory, tenantDirectories } from "#agent/provision/tenant-directories.ts";
import { endReaders } from "#agent/reader/tenant-reader.ts";
import type { DamagedRecord } from "#agent/registry/registry.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/runtime-paths.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { type TenantLayout, tenantLayout, tenantUserName } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { HostEvidence, ItemEvidence } from "#lib/host-agent/contract/evidence.ts";
import { createLogger } from "#lib/log/logger.ts";
import { collectHostEvidence } from "../collect-host-evidence.ts";

export type TestTenant = {
  readonly record: TenantRecord;
  readonly layout: TenantLayout;
  readonly config: TestConfig;
};
/** A tenant's configuration that a test may change before it is written. */
type TestConfig = Record<string, unknown>;

export type TestHost = {
  readonly context: AgentContext;
  /** Stands for the places of a host where everybody may leave copies. */
  readonly shared: string;
  /** A tenant with its own OS user when root, otherwise one of the rung `profile`; real directories and files. */
  addTenant(name: string): Promise<TestTenant>;
  writeConfig(tenant: TestTenant, config: unknown): Promise<void>;
  writeSecrets(tenant: TestTenant, secrets: unknown): Promise<void>;
  /** Makes the agent lose its record of the tenant. */
  loseRecord(tenant: TestTenant): void;
  evidence(): Promise<HostEvidence>;
  observe(tenant: TestTenant, item: Item): Promise<ItemEvidence>;
  remove(): Promise<void>;
};

/** An installation's home with nothing in it, and the tenants that a test puts there. */
export async function buildHost(parent: string): Promise<TestHost> {
  const home = await mkdtemp(path.join(parent, "bulkhead-evidence-"));
  await chmod(home, 0o711);
  const own = installationPaths(home);
  // What a tenant wrote is read by the runtime's Node.
  const paths = { ...own, runtimeStore: await testRuntime() };
  await mkdir(paths.agent, { mode: 0o700 });
  await mkdir(paths.tenants, { mode: 0o711 });
  const { uid, gid, username } = userInfo();
  const context: AgentContext = {
    paths,
    isRoot: uid === 0,
    uid,
    gid,
    bootId: await readBootId(),
    installationId: "test",
    closedPorts: new Map(),
    dashboardPort: null,
    fingerprintKey: Buffer.alloc(32, 7),
    hardening: noHostHardening("Not looked for."),
    log: createLogger("test", "silent"),
    ...systemClock,
  };
  const tenants: TestTenant[] = [];
  const damaged: DamagedRecord[] = [];
  const users: { name: string; id: number }[] = [];

  const writeConfig = async ({ record, layout }: TestTenant, config: unknown) => {
    await writeOwned(layout.configFile, JSON.stringify(config), {
      uid: context.uid,
      gid: record.gid,
      mode: hasOwnUser(record) ? 0o640 : 0o600,
    });
  };
  const writeSecrets = ({ record, layout }: TestTenant, secrets: unknown) =>
    writeOwned(layout.secretsFile, JSON.stringify(secrets), {
      uid: record.uid,
      gid: record.gid,
      mode: 0o600,
    });
  const registry = { list: () => tenants.map(({ record }) => record), damaged: () => [...damaged] };
  const shared = path.join(home, "shared-place");
  await mkdir(shared, { mode: 0o755 });
  const evidence = () => collectHostEvidence(context, registry, [shared]);

  return {
    context,
    shared,
    async addTenant(name) {
      const slug = slugSchema.parse(
        `${name}-${path
          .basename(home)
          .slice(-6)
          .toLowerCase()
          .replace(/[^a-z0-9]/g, "x")}`,
      );
      const layout = tenantLayout(paths, slug);
      const id = context.isRoot ? await pickFreeId(new Set(tenants.map(({ record }) => record.uid))) : uid;
      const userName = context.isRoot ? tenantUserName(slug) : username;
      if (context.isRoot)
        await createAccount({ name: userName, id, comment: "Bulkhead test", home: layout.home });
      users.push({ name: userName, id });
      const record = stoppedTenant(slug, {
        layout,
        rung: context.isRoot ? "os-user" : "profile",
        uid: id,
        gid: context.isRoot ? id : gid,
        userName,
        basePort: await freePort(),
        runtimeVersion: defaultRuntimeVersion,
        generation: 1,
      });
      for (const directory of tenantDirectories(layout)) {
        await ensureOwnedDirectory(ownedDirectory(context, record, directory));
      }
      const config = structuredClone(
        tenantConfig(layout, { basePort: record.basePort, hasPowerfulTools: false }),
      ) as unknown as TestConfig;
      const tenant = { record, layout, config };
      tenants.push(tenant);
      await writeConfig(tenant, config);
      await writeSecrets(tenant, { gateway: { token: `token-of-${slug}-0123456789abcdef0123456789` } });
      return tenant;
    },
    writeConfig,
    writeSecrets,
    loseRecord({ record }) {
      tenants.splice(
        tenants.findIndex((each) => each.record === record),
        1,
      );
      damaged.push({ slug: record.slug, file: "record.json", reason: "unreadable" });
    },
    evidence,
    async observe(tenant, item) {
      const found = (await evidence()).tenants
        .find(({ slug }) => slug === tenant.record.slug)
        ?.items.find((each) => each.item === item);
      if (found === undefined) throw new Error(`No evidence of ${item}`);
      return found;
    },
    async remove() {
      endReaders(context);
      if (context.isRoot)
        for (const { name, id } of users) {
          // What a Gateway had started outlives it for a moment.
          await killUser(id);
          await removeTemporaryFiles(id);
          await removeAccount(name);
        }
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function writeOwned(
  file: string,
  text: string,
  owner: { uid: number; gid: number; mode: number },
): Promise<void> {
  await writeFile(file, text);
  await chmod(file, owner.mode);
  await chown(file, owner.uid, owner.gid);
}
