import type { Item } from "#lib/domain/checklist/item.ts";
import type { Sharing } from "#lib/domain/checklist/sharing.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { Overall } from "#lib/domain/overall/overall.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import type { HostCheckDto, VerdictCounts } from "#lib/services/check/check-dto.ts";
import type { MistakeCounts } from "#lib/services/mistake/mistake-dto.ts";
import type { ShownPhase } from "#lib/services/observation/gateway-dto.ts";

export type CompartmentDto = {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly clientName: string;
  readonly rung: GatewayRung;
  readonly phase: ShownPhase;
  /** The worst of what is known, and of what that is made. */
  readonly overall: Overall;
  readonly counts: VerdictCounts;
  readonly risks: MistakeCounts;
  /** True when all ten items have current evidence; a wall is solid only between two such compartments. */
  readonly isMeasured: boolean;
};

/** A pair of tenants that shares something; pairs that share nothing are left out. `a` comes before `b`. */
export type WallDto = {
  readonly a: string;
  readonly b: string;
  readonly verdict: Verdict;
  readonly breaches: readonly { readonly item: Item; readonly label: string; readonly sharing: Sharing }[];
};

/** What was tried between two tenants, both ways; pairs that are not measured are left out. `a` comes before `b`. */
export type TriedWallDto = {
  readonly a: string;
  readonly b: string;
  readonly verdict: Exclude<Verdict, "not-measured">;
  /** Attempts that got through and nobody answers for, both ways. */
  readonly failed: number;
  /** Attempts that got through and somebody answers for, both ways. */
  readonly accepted: number;
  /** The worse direction of a wall that something got through, accepted or not. */
  readonly breach: { readonly from: string; readonly to: string } | null;
};

export type FleetHostDto = {
  readonly id: string;
  readonly name: string;
  readonly isReachable: boolean;
  /** Another agent answers in its place. */
  readonly isReplaced: boolean;
  /** What is wrong with its clock; null while nothing is. */
  readonly clockProblem: string | null;
  readonly lastSeenAt: string | null;
  readonly compartments: readonly CompartmentDto[];
  readonly walls: readonly WallDto[];
  readonly attempts: readonly TriedWallDto[];
  readonly latestCheck: HostCheckDto | null;
};

export type FleetDto = {
  readonly hosts: readonly FleetHostDto[];
  /** How many hosts there are in all. */
  readonly total: number;
};
