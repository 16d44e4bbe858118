import type { AgentContext } from "#agent/context/context.ts";
import {
  describeOverwritten,
  ensureTenantConfig,
  isConfigAsWanted,
  stageTenantConfig,
} from "#agent/drift/tenant-config-file.ts";
import { validateConfig } from "#agent/drift/validate-config.ts";
import { readAppliedConfig } from "#agent/gateway/applied-config.ts";
import { waitUntilApplied } from "#agent/gateway/wait-until-applied.ts";
import { isGatewayRunning } from "#agent/hardening/observe-hardening.ts";
import { channelsWithPlugins } from "#agent/plugins/ensure-channel-plugins.ts";
import { installPlugins } from "#agent/plugins/install-plugins.ts";
import { checkGeneration } from "#agent/registry/check-generation.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { tieSecrets } from "#agent/secrets/secret-addresses.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { EmitStep } from "#agent/steps/handlers.ts";
import { createStepRunner, done, unchanged } from "#agent/steps/run-step.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { ConfigureResult } from "#lib/host-agent/contract/configure.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { askedOf } from "./record-from-spec.ts";

export type ConfigureInput = { readonly spec: TenantSpec; readonly generation: number };

/**
 * Makes the tenant's configuration be what the spec asks for. The one on disk
 * stays until OpenClaw, as the tenant, has accepted the new one. Convergent: a
 * call that was cut off is completed by the next. The Gateway is not restarted
 * from outside; whether it took the configuration is what it says itself. The
 * caller holds the tenant's lock.
 *
 * @throws AgentFailure NOT_PROVISIONED, GATEWAY_RUNNING, STALE_GENERATION, CONFIG_INVALID, or CONFIG_REFUSED when it would
 *   send a secret elsewhere than where it belongs
 */
export async function configureTenant(
  context: AgentContext,
  registry: Registry,
  { spec, generation }: ConfigureInput,
  emit: EmitStep,
  signal: AbortSignal,
): Promise<ConfigureResult["applied"]> {
  const step = createStepRunner(emit, context.now);
  const before = registry.require(spec.slug);
  checkGeneration(before, generation);
  refuseOtherBoundary(before, spec);
  const wanted: TenantRecord = { ...before, ...askedOf(spec, before) };
  await tieSecrets(context, before, before, wanted);
  const bootId = isGatewayRunning(context, before)
    ? ((await readAppliedConfig(context, before))?.bootId ?? null)
    : null;

  const kinds = channelsWithPlugins(wanted.channels);
  const installed = await installPlugins(context, wanted, kinds, step);
  await step("validate", "Let OpenClaw check the new configuration", async () => {
    if (await isConfigAsWanted(context, wanted, wanted)) return unchanged(null, "It is on disk already.");
    const staged = await stageTenantConfig(context, wanted, wanted);
    try {
      await validateConfig(context, wanted, staged.file);
    } finally {
      await staged.discard();
    }
    return done(null, "Accepted.");
  });
  const isWritten = await step("configuration", "Write the configuration", async () => {
    // The record comes first: whatever interrupts, the next writer of the file writes the new one.
    await registry.update(spec.slug, (current) => ({
      ...current,
      ...askedOf(spec, current),
      generation: Math.max(current.generation, generation),
    }));
    const overwritten = await describeOverwritten(context, wanted, wanted);
    const isChanged = await ensureTenantConfig(context, wanted, wanted);
    return isChanged ? done(true, overwritten) : unchanged(false);
  });
  return step("apply", "Let the Gateway take it", async () => {
    const tenant = registry.require(spec.slug);
    if (!isGatewayRunning(context, tenant)) {
      return unchanged("at-next-start" as const, "The Gateway is stopped; it takes it when it starts.");
    }
    // A running Gateway knows only the plugins that were there when it started.
    const taken = installed.length > 0 ? null : await waitUntilApplied(context, tenant, signal);
    if (taken === null) {
      return done("needs-restart" as const, "The running Gateway has not taken it. It needs a restart.");
    }
    if (bootId !== null && taken.bootId !== bootId) {
      return done("restarted" as const, "It restarted itself to take it.");
    }
    return isWritten ? done("hot" as const, "It took it while running.") : unchanged("unchanged" as const);
  });
}

/** Whose files they are, at which ports and with which OpenClaw: that is provisioning's to change. */
function refuseOtherBoundary(record: TenantRecord, spec: TenantSpec): void {
  if (!record.isProvisioned) {
    throw new AgentFailure(
      "NOT_PROVISIONED",
      `Provisioning of "${spec.slug}" did not finish, so there is nothing to configure yet.`,
      "Provision the tenant again; it goes on where it stopped.",
    );
  }
  const isSame =
    record.rung === spec.rung &&
    record.basePort === spec.basePort &&
    record.runtimeVersion === spec.runtimeVersion;
  if (isSame) return;
  throw new AgentFailure(
    "GATEWAY_RUNNING",
    `"${spec.slug}" is set up on this host with other ports, another version or another rung than the dashboard has.`,
    "Stop the Gateway and provision the tenant again, then try again.",
  );
}
