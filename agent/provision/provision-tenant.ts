import { boundaryOf } from "#agent/boundary/boundary.ts";
import { createAccount, pickFreeId } from "#agent/boundary/system-account.ts";
import { prepareTemporaryDirectories } from "#agent/boundary/temporary-directories.ts";
import { accountComment, findTenantAccount, userNameFor } from "#agent/boundary/tenant-identity.ts";
import { writeViewAccounts } from "#agent/boundary/view-accounts.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { describeOverwritten, ensureTenantConfig } from "#agent/drift/tenant-config-file.ts";
import { validateConfig } from "#agent/drift/validate-config.ts";
import { ensureOwnedDirectory } from "#agent/files/owned-directory.ts";
import { isGatewayRunning } from "#agent/hardening/observe-hardening.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import { channelsWithPlugins } from "#agent/plugins/ensure-channel-plugins.ts";
import { installPlugins } from "#agent/plugins/install-plugins.ts";
import { checkFirstGeneration, checkGeneration } from "#agent/registry/check-generation.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { inspectTree, writeMarker } from "#agent/registry/tree-marker.ts";
import { ensureRuntime } from "#agent/runtime-store/ensure-runtime.ts";
import { readRuntime } from "#agent/runtime-store/inspect-runtime.ts";
import { tieSecrets } from "#agent/secrets/secret-addresses.ts";
import { ensureTenantSecrets } from "#agent/secrets-store/tenant-secrets.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, unchanged } from "#agent/steps/run-step.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { abilityFor, isGiven } from "#agent/tenant/tenant-hardening.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { lastPort } from "#lib/domain/host/port-block.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { findObstacles, recordForProvision } from "./check-spec.ts";
import { askedOf } from "./record-from-spec.ts";
import { ownedDirectory, tenantDirectories } from "./tenant-directories.ts";

export type ProvisionInput = { readonly spec: TenantSpec; readonly generation: number };

/**
 * Makes the host be as the spec says: OS user, directories, token,
 * configuration. Convergent: what is right already is left alone, what an
 * interrupted call left half made is completed. The Gateway is not started and
 * not stopped. The caller holds the tenant's lock.
 */
export async function provisionTenant(
  context: AgentContext,
  registry: Registry,
  { spec, generation }: ProvisionInput,
  emit: EmitStep,
): Promise<TenantRecord> {
  const step = createStepRunner(emit, context.now);
  const before = recordForProvision(registry, spec.slug);
  if (before) checkGeneration(before, generation);
  else checkFirstGeneration(spec.slug, generation);

  await step("check", "Check that nothing stands against it", async () => {
    const [obstacle] = await findObstacles(context, registry, spec);
    if (obstacle) throw obstacle;
    if (before) await tieSecrets(context, before, before, askedOf(spec, before));
    return done(null, `Ports ${spec.basePort} to ${lastPort({ base: spec.basePort })} are free for it.`);
  });
  await step("runtime", `Provide OpenClaw ${spec.runtimeVersion}`, async (note) => {
    const isInstalled = await readRuntime(context.paths, spec.runtimeVersion);
    const runtime = await ensureRuntime(context.paths, spec.runtimeVersion, note);
    const detail = `On Node ${runtime.node}.`;
    return isInstalled ? unchanged(null, detail) : done(null, detail);
  });
  const record = await step("os-user", "Give it an OS user", async () => {
    const { record, isCreated } = await ensureUser(context, registry, spec, generation);
    const detail = `${record.userName}, number ${record.uid}.`;
    return isCreated ? done(record, detail) : unchanged(record, detail);
  });
  await step("directories", "Make its directories", async () => {
    const isChanged = await ensureDirectories(context, record);
    return isChanged ? done(null) : unchanged(null);
  });
  await step("token", "Make its Gateway token", async () => {
    const ensured = await ensureTenantSecrets(record.layout, record);
    if (ensured === "kept") return unchanged(null, "The existing token is kept.");
    if (ensured === "created") return done(null, "Generated on this host.");
    return done(null, "The secrets file was damaged: it was put aside and a new token was generated.");
  });
  // Again for a tenant whose record was lost: what its secrets are tied to is remembered beside it.
  await tieSecrets(context, record, { models: [], channels: [] }, record);
  await step("firewall", "Close its ports to everybody else", async () => {
    const isChanged = await applyFirewall(context, registry);
    if (!isGiven(context, record, "loopback-firewall")) {
      const { note } = abilityFor(context, record, "loopback-firewall");
      return unchanged(null, record.hardening["loopback-firewall"] ? `Not here. ${note}` : "Not asked for.");
    }
    return isChanged ? done(null) : unchanged(null);
  });
  await step("network", "Give it a network of its own", async () => {
    const isChanged = await boundaryOf(context, record).network.settle(
      isGatewayRunning(context, record) ? record.process : null,
    );
    if (isChanged || isGiven(context, record, "network-namespace")) {
      return isChanged ? done(null) : unchanged(null);
    }
    const { note } = abilityFor(context, record, "network-namespace");
    return unchanged(null, record.hardening["network-namespace"] ? `Not here. ${note}` : "Not asked for.");
  });
  await installPlugins(context, record, channelsWithPlugins(record.channels), step);
  const isWritten = await step("configuration", "Write its configuration", async () => {
    const overwritten = await describeOverwritten(context, record, record);
    const isChanged = await ensureTenantConfig(context, record, record);
    return isChanged ? done(true, overwritten) : unchanged(false);
  });
  await step("validate", "Let OpenClaw check the configuration", async () => {
    const isKnown =
      !isWritten && before?.isProvisioned === true && before.runtimeVersion === spec.runtimeVersion;
    if (isKnown) return unchanged(null, "Checked before.");
    await validateConfig(context, record);
    return done(null, "Accepted.");
  });
  return step("register", "Register it on this host", async () => {
    const registered = await registry.update(spec.slug, (current) => ({
      ...current,
      generation: Math.max(current.generation, generation),
      isProvisioned: true,
    }));
    return before?.isProvisioned ? unchanged(registered) : done(registered);
  });
}

/** The record comes first and names the number, so that an interrupted call is shown as incomplete and goes on with the same one. */
async function ensureUser(
  context: AgentContext,
  registry: Registry,
  spec: TenantSpec,
  generation: number,
): Promise<{ record: TenantRecord; isCreated: boolean }> {
  const existing = recordForProvision(registry, spec.slug);
  const layout = tenantLayout(context.paths, spec.slug);
  if (!hasOwnUser(spec)) {
    const record = await writeRecord(registry, spec, generation, existing, {
      uid: context.uid,
      gid: context.gid,
      layout,
    });
    return { record, isCreated: existing === null };
  }
  const account = await findTenantAccount(context, spec.slug, existing);
  const reserved = new Set(registry.list().map((other) => other.uid));
  const id = existing?.uid ?? account?.uid ?? (await pickFreeId(reserved));
  const identity = { uid: id, gid: account?.gid ?? existing?.gid ?? id, layout };
  const record = await writeRecord(registry, spec, generation, existing, identity);
  if (account) return { record, isCreated: false };
  await createAccount({
    name: record.userName,
    id: record.uid,
    comment: accountComment(spec.slug, context.installationId),
    home: record.layout.home,
  });
  return { record, isCreated: true };
}

async function writeRecord(
  registry: Registry,
  spec: TenantSpec,
  generation: number,
  existing: TenantRecord | null,
  { uid, gid, layout }: Pick<TenantRecord, "uid" | "gid" | "layout">,
): Promise<TenantRecord> {
  const asked = {
    slug: spec.slug,
    rung: spec.rung,
    uid,
    gid,
    userName: userNameFor(spec),
    basePort: spec.basePort,
    runtimeVersion: spec.runtimeVersion,
    ...askedOf(spec, existing),
  };
  if (existing) {
    // A tenant that was complete stays usable when only its settings change.
    return registry.update(spec.slug, (current) => ({ ...current, ...asked }));
  }
  return registry.create({
    ...asked,
    layout,
    isProvisioned: false,
    desired: "stopped",
    generation,
    process: null,
    restartCount: 0,
    isHeld: false,
    lastExit: null,
  });
}

async function ensureDirectories(context: AgentContext, record: TenantRecord): Promise<boolean> {
  const isMissing = (await inspectTree(context, record.slug)) === "missing";
  let isChanged = isMissing;
  for (const directory of tenantDirectories(record.layout)) {
    const isFixed = await ensureOwnedDirectory(ownedDirectory(context, record, directory));
    isChanged ||= isFixed;
    if (isMissing && directory.path === record.layout.tree) {
      await writeMarker(context, record);
    }
  }
  await writeViewAccounts(record);
  return (await prepareTemporaryDirectories(context, record)) || isChanged;
}
