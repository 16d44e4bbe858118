import { boundaryOf } from "#agent/boundary/boundary.ts";
import { prepareTemporaryDirectories } from "#agent/boundary/temporary-directories.ts";
import { writeViewAccounts } from "#agent/boundary/view-accounts.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { describeOverwritten, ensureTenantConfig } from "#agent/drift/tenant-config-file.ts";
import { validateConfig } from "#agent/drift/validate-config.ts";
import { isGatewayRunning, observeHardening } from "#agent/hardening/observe-hardening.ts";
import { applyFirewall } from "#agent/network/firewall.ts";
import { checkGeneration } from "#agent/registry/check-generation.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { Supervisor } from "#agent/runtime/supervisor.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, type StepRunner, unchanged } from "#agent/steps/run-step.ts";
import { abilityFor, isGiven } from "#agent/tenant/tenant-hardening.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import { type HardeningChoice, hardeningSettings } from "#lib/domain/hardening/setting.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";

export type HardeningParts = {
  readonly context: AgentContext;
  readonly registry: Registry;
  readonly locks: TenantLock;
  readonly supervisor: Pick<Supervisor, "restart">;
};
export type HardeningOrder = {
  readonly slug: Slug;
  readonly choice: HardeningChoice;
  readonly generation: number;
};

/**
 * Makes a tenant's boundary be as chosen. Convergent: what is seen to be so
 * already is left alone, and a call that was cut off is completed by the next.
 * A running Gateway is restarted when it can't have the choice otherwise; a
 * stopped one stays stopped.
 *
 * @throws AgentFailure NOT_PROVISIONED, RUNG_UNAVAILABLE, STALE_GENERATION, and what a restart throws
 */
export async function applyHardening(
  parts: HardeningParts,
  order: HardeningOrder,
  emit: EmitStep,
  signal: AbortSignal,
): Promise<void> {
  const { context, registry, locks, supervisor } = parts;
  const step = createStepRunner(emit, context.now);
  await locks.run(order.slug, () => changeSettings(parts, order, step));
  const tenant = registry.require(order.slug);
  if (await needsRestart(context, registry, tenant)) {
    await prepareTemporaryDirectories(context, tenant);
    await supervisor.restart(order.slug, order.generation, emit, signal);
  }
  await step("verify", "Look at what is in force", async () => {
    const report = await observeHardening(context, registry, registry.require(order.slug));
    if (!report.isRunning) return unchanged(null, "Not measured: the Gateway is stopped.");
    const open = report.settings.filter(({ asked, observed }) => asked && observed !== "on");
    if (open.length === 0) return done(null, "Everything that is asked for.");
    const names = open.map(({ setting }) => settingWords[setting].title).join(", ");
    return done(null, `Asked for and not in force: ${names}.`);
  });
}

async function changeSettings(
  { context, registry }: HardeningParts,
  { slug, choice, generation }: HardeningOrder,
  step: StepRunner,
): Promise<void> {
  const before = registry.require(slug);
  checkGeneration(before, generation);
  refuseImpossible(context, before, choice);
  const tenant = await step("settings", "Write down what is asked for", async () => {
    const changed = hardeningSettings.filter((setting) => before.hardening[setting] !== choice[setting]);
    const record = await registry.update(slug, (current) => ({ ...current, hardening: choice, generation }));
    await writeViewAccounts(record);
    const words = changed.map(
      (setting) => `${settingWords[setting].title}: ${choice[setting] ? "on" : "off"}`,
    );
    return changed.length > 0 ? done(record, `${words.join(". ")}.`) : unchanged(record);
  });
  await step("firewall", "Put up or take down the firewall around its ports", async () => {
    const isChanged = await applyFirewall(context, registry);
    return isChanged ? done(null, "It holds for new connections from now on.") : unchanged(null);
  });
  await step("network", "Make or take away a network of its own", async () => {
    const gateway = isGatewayRunning(context, tenant) ? tenant.process : null;
    const isChanged = await boundaryOf(context, tenant).network.settle(gateway);
    const detail = gateway === null ? null : "A running Gateway changes over with its restart.";
    return isChanged ? done(null, detail) : unchanged(null);
  });
  await step("configuration", "Write its configuration", async () => {
    const overwritten = await describeOverwritten(context, tenant, tenant);
    if (!(await ensureTenantConfig(context, tenant, tenant))) return unchanged(null);
    await validateConfig(context, tenant);
    return done(null, ["Accepted by OpenClaw.", overwritten].filter(Boolean).join(" "));
  });
}

function refuseImpossible(context: AgentContext, tenant: TenantRecord, choice: HardeningChoice): void {
  if (!tenant.isProvisioned) {
    throw new AgentFailure(
      "NOT_PROVISIONED",
      `Provisioning of "${tenant.slug}" did not finish, so there is nothing to harden yet.`,
      "Provision the tenant again; it goes on where it stopped.",
    );
  }
  for (const setting of hardeningSettings) {
    const { isAvailable, note } = abilityFor(context, { rung: tenant.rung, hardening: choice }, setting);
    if (isAvailable || !choice[setting] || tenant.hardening[setting]) continue;
    throw new AgentFailure(
      "RUNG_UNAVAILABLE",
      `This host can't give “${settingWords[setting].title}”: ${note}`,
      "Put it right on the host, or leave this setting off.",
    );
  }
}

/** Judged by what is seen, so that a call that was cut off before the restart makes up for it. */
async function needsRestart(
  context: AgentContext,
  registry: Registry,
  tenant: TenantRecord,
): Promise<boolean> {
  if (!isGatewayRunning(context, tenant)) return false;
  const { settings } = await observeHardening(context, registry, tenant);
  return settings.some(
    ({ setting, observed }) =>
      settingWords[setting].needsRestart && observed !== (isGiven(context, tenant, setting) ? "on" : "off"),
  );
}
