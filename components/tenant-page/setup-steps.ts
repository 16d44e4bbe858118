import type { CredentialsDto } from "#lib/services/credential/credential-dto.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

export const setupStepIds = ["channel", "model", "gateway", "check"] as const;
export type SetupStepId = (typeof setupStepIds)[number];
export type SetupStep = { readonly id: SetupStepId; readonly isDone: boolean };

type Tenant = Pick<TenantDto, "latestCheck" | "createdAt"> & {
  readonly gateway: Pick<TenantDto["gateway"], "phase" | "observation">;
  readonly operations: readonly Pick<TenantDto["operations"][number], "kind" | "status">[];
};
type Credentials = Pick<CredentialsDto, "channels" | "models">;

/** What a new tenant still needs before it can answer anybody, in the order in which it is done. */
export function setupSteps(tenant: Tenant, { channels, models }: Credentials): SetupStep[] {
  const check = tenant.latestCheck;
  const done: Record<SetupStepId, boolean> = {
    channel: channels.length > 0,
    model: models.length > 0,
    gateway: hasRun(tenant),
    // A check of the host that ended before the tenant was there has seen nothing of it.
    check: check?.status === "done" && (check.finishedAt ?? "") > tenant.createdAt,
  };
  return setupStepIds.map((id) => ({ id, isDone: done[id] }));
}

/** True when the Gateway runs or once did: one that is stopped later is no new beginning. */
function hasRun({ gateway, operations }: Tenant): boolean {
  const wasStarted = operations.some(({ kind, status }) => kind === "start" && status === "done");
  return gateway.phase === "running" || wasStarted || gateway.observation?.lastExit != null;
}
