import type { DesiredState } from "#lib/db/generated/enums.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { Overall } from "#lib/domain/overall/overall.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import type { AuditStatusDto } from "#lib/services/audit/audit-dto.ts";
import type { HostCheckDto, ItemDto, VerdictCounts } from "#lib/services/check/check-dto.ts";
import type { MistakeCounts } from "#lib/services/mistake/mistake-dto.ts";
import type { GatewayDto, ShownPhase } from "#lib/services/observation/gateway-dto.ts";
import type { HostChangeDto } from "#lib/services/operation/host-change-dto.ts";
import type { OperationDto, OperationSummaryDto } from "#lib/services/operation/operation-dto.ts";

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
  /** The one word: the worst of checklist, attempts, mistakes and audit. */
  readonly overall: Overall;
  /** Of the ten items. */
  readonly worstVerdict: Verdict;
  readonly counts: VerdictCounts;
  readonly risks: MistakeCounts;
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
    /** Another agent answers in its place. */
    readonly isReplaced: boolean;
    readonly lastSeenAt: string | null;
  };
  readonly rung: GatewayRung;
  /** The trust-boundary answers and the recommendation they led to, as saved at onboarding. */
  readonly decision: unknown;
  readonly gateway: GatewayDto;
  /** Null once the tenant is removed from its host. */
  readonly ports: { readonly base: number; readonly last: number } | null;
  /** The worst of what is known, and of what that is made. */
  readonly overall: Overall;
  /** Of the ten items alone. */
  readonly worstVerdict: Verdict;
  readonly counts: VerdictCounts;
  readonly risks: MistakeCounts;
  /** Ten, in the order of the checklist. */
  readonly items: readonly ItemDto[];
  readonly latestCheck: HostCheckDto | null;
  readonly audit: AuditStatusDto;
  readonly unfinished: OperationDto | null;
  /** What the host is being asked to change at once, or was asked to; null while nothing is open. */
  readonly hostChange: HostChangeDto | null;
  /** Newest first, at most ten. */
  readonly operations: readonly OperationDto[];
  readonly createdAt: string;
  readonly archivedAt: string | null;
};
