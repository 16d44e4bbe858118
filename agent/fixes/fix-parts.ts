import type { AgentContext } from "#agent/context/context.ts";
import { takeHostSnapshot } from "#agent/evidence/sources/host-snapshot.ts";
import { type TenantView, viewTenant } from "#agent/evidence/sources/tenant-view.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { StepRunner } from "#agent/steps/run-step.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** What every fix is given. */
export type FixParts = {
  readonly context: AgentContext;
  readonly tenant: TenantRecord;
  /** What was found; nothing else is touched. */
  readonly subjects: readonly string[];
  readonly step: StepRunner;
  readonly signal: AbortSignal;
};

/** The tenant as the check sees it, looked at now. */
export async function lookNow({ context, tenant }: FixParts): Promise<TenantView> {
  const view = await viewTenant(context, tenant, await takeHostSnapshot());
  if (view !== null) return view;
  throw new AgentFailure(
    "PATH_FOREIGN",
    `The directories of "${tenant.slug}" are not there or can't be read, so nothing was put right.`,
    "Provision the tenant again, then check the host again.",
  );
}

/**
 * The tenant as the check sees it, for a fix of its configuration. What is
 * written is always the file of Bulkhead's layout; where the Gateway says that
 * it reads another one, that would be no cure.
 *
 * @throws AgentFailure CONFIG_REFUSED when the Gateway reads another file
 */
export async function lookAtOwnConfig(parts: FixParts): Promise<TenantView> {
  const view = await lookNow(parts);
  const { configFile, tree } = view.layout;
  if (view.configFile === rebaseInto(view.root, tree, configFile)) return view;
  throw new AgentFailure(
    "CONFIG_REFUSED",
    `The Gateway of "${parts.tenant.slug}" reads another file than Bulkhead's, so nothing was changed.`,
    "Restart it from the dashboard: it then reads Bulkhead's again. Then check the host again.",
  );
}

/** What was found is something else now: nothing is done to what nobody has looked at. */
export function changedSince(what: string): AgentFailure {
  return new AgentFailure(
    "CONFIG_CHANGED",
    `${what} Nothing was changed.`,
    "Check the host again, look at what it finds, then decide.",
  );
}
