import type { DesiredState } from "#lib/db/generated/enums.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import type { AuditStatusDto } from "#lib/services/audit/audit-dto.ts";
import type { HostCheckDto, ItemDto, VerdictCounts } from "#lib/services/check/check-dto.ts";
import type { GatewayDto, ShownPhase } from "#lib/services/gateway/gateway-dto.ts";
import type { OperationDto, OperationSummaryDto } from "#lib/services/operation/operation-dto.ts";
import type { RiskCounts } from "#lib/services/risk/risk-dto.ts";

export type TenantRowDto = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly client: { readonly id: string; readonly name: string };
  readonly rung: GatewayRung;
  readonly phase: ShownPhase;
  readonly desiredState: DesiredState;
  readonly memoryBytes: number | null;
  readonly portBase: number | null;
  readonly worstVerdict: Verdict;
  readonly counts: VerdictCounts;
  readonly risks: RiskCounts;
  readonly audit: AuditStatusDto;
  /** Set while an operation is queued or running. */
  readonly unfinished: OperationSummaryDto | null;
  readonly createdAt: string;
  readonly archivedAt: string | null;
};

export type TenantDto = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly notes: string;
  readonly version: number;
  readonly client: { readonly id: string; readonly name: string };
  readonly host: {
    readonly id: string;
    readonly name: string;
    readonly isReachable: boolean;
    readonly lastSeenAt: string | null;
  };
  readonly rung: GatewayRung;
  /** The trust-boundary answers and the recommendation they led to, as saved at onboarding. */
  readonly decision: unknown;
  readonly gateway: GatewayDto;
  /** Null once the tenant is removed from its host. */
  readonly ports: { readonly base: number; readonly last: number } | null;
  readonly worstVerdict: Verdict;
  readonly counts: VerdictCounts;
  readonly risks: RiskCounts;
  /** Ten, in the order of the checklist. */
  readonly items: readonly ItemDto[];
  readonly latestCheck: HostCheckDto | null;
  readonly audit: AuditStatusDto;
  readonly unfinished: OperationDto | null;
  /** Newest first, at most ten. */
  readonly operations: readonly OperationDto[];
  readonly createdAt: string;
  readonly archivedAt: string | null;
};
