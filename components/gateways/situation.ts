import type { GatewaySituation } from "#lib/domain/gateway/lifecycle.ts";
import type { TenantDto, TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";

/** What {@link canDo} decides by, from a tenant as screens have it. */
export function situationOf(tenant: TenantDto | TenantRowDto): GatewaySituation {
  return {
    phase: "gateway" in tenant ? tenant.gateway.phase : tenant.phase,
    hasUnfinishedOperation: tenant.unfinished !== null,
  };
}
