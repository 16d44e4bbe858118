import type { RunStatus } from "#lib/db/generated/enums.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { ChangeKind } from "#lib/domain/probe/compare-attempts.ts";
import type { Ending } from "#lib/domain/probe/ending.ts";
import type { AttemptCounts } from "#lib/domain/probe/judge-pair.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import type { ProbeFamily } from "#lib/domain/probe/record/probe-family.ts";
import type { AttemptEnding } from "#lib/domain/probe/verdict-string.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";
import type { RunCounts } from "./collect-attempts.ts";

export type { AttemptCounts, RunCounts };

export type ProbeRunDto = {
  readonly id: string;
  readonly hostId: string;
  readonly status: RunStatus;
  /** Nobody asked for it: it came after a change. */
  readonly isAutomatic: boolean;
  /** True from the moment somebody asked to cancel it until it has ended. */
  readonly isCancelling: boolean;
  /** Steps done of those there are; `total` is null until the host has counted them. */
  readonly progress: { readonly done: number; readonly total: number | null };
  /** Attempts by what came of them, so far or in all; what of it is accepted is known of pairs. */
  readonly counts: RunCounts;
  readonly leftOut: readonly { readonly slug: string; readonly reason: string }[];
  readonly error: { readonly message: string; readonly nextStep: string } | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
};

export type ProbeTenantDto = {
  readonly slug: string;
  readonly name: string;
  readonly clientName: string;
  readonly rung: GatewayRung;
};

/** What stands between one tenant and another, in one direction. */
export type ProbeCellDto = {
  readonly source: string;
  readonly target: string;
  /** As of now: age, changes since it was tried and acceptances are applied. None where there was nothing to reach for the whole family that is looked at. */
  readonly verdict: Ending;
  readonly counts: AttemptCounts;
  /** Why none of it counts any more; null while it does. */
  readonly stale: string | null;
  /** The gravest change since the complete run before; null for none. */
  readonly change: ChangeKind | null;
};

export type ProbeMapDto = {
  /** Every host of the installation, the one that is shown first when none is named first. */
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
  readonly host: { readonly id: string; readonly name: string; readonly isReachable: boolean } | null;
  readonly tenants: readonly ProbeTenantDto[];
  readonly cells: readonly ProbeCellDto[];
  /** The newest run of any status. */
  readonly latest: ProbeRunDto | null;
  /** The newest complete run, from which the cells come. */
  readonly complete: ProbeRunDto | null;
  /** A newer run that did not end, of which only what got through is shown. */
  readonly incomplete: ProbeRunDto | null;
  /** The complete run before `complete`, with which it is compared. */
  readonly previous: ProbeRunDto | null;
  readonly changes: Readonly<Record<ChangeKind, number>>;
  /** The risks of what got through, the widest spread first. */
  readonly risks: readonly ProbeRiskDto[];
};

export type ProbeRiskDto = {
  readonly probe: ProbeId;
  readonly family: ProbeFamily;
  readonly risk: string;
  readonly remedy: string;
  /** In how many directions between two tenants it got through and nobody answers for it. */
  readonly pairs: number;
  /** In how many more somebody does. */
  readonly accepted: number;
};

export type ProbeAttemptDto = {
  readonly probe: ProbeId;
  readonly family: ProbeFamily;
  readonly verdict: Ending;
  /** Why it is not proven; null when it is. */
  readonly reason: string | null;
  /** How it ended when it was tried, where that counts no longer; else null. */
  readonly decayedFrom: AttemptEnding | null;
  /** What was tried: completes "tried to …". */
  readonly attempt: string;
  readonly risk: string;
  readonly remedy: string;
  /** When it can be tried only under a condition, which; else null. */
  readonly condition: string | null;
  readonly seen: string | null;
  readonly control: Attempt["control"] | null;
  readonly durationMs: number | null;
  readonly change: ChangeKind | null;
  /** Who answers for its getting through from this tenant, newest first; also where that has expired. */
  readonly acceptances: readonly AcceptanceDto[];
  /** Every tenant from which it gets through to the same one and nobody answers for it, this one among them. */
  readonly openSources: readonly string[];
};

export type ProbePairDto = {
  readonly source: ProbeTenantDto;
  readonly target: ProbeTenantDto;
  readonly verdict: Verdict;
  readonly counts: AttemptCounts;
  readonly stale: string | null;
  /** When it was tried; null when it never was. */
  readonly triedAt: string | null;
  /** True when what is shown comes from a run that did not end. */
  readonly isIncomplete: boolean;
  /** One a probe, in the order of the catalogue. */
  readonly attempts: readonly ProbeAttemptDto[];
};

export type ProbeChangeDto = {
  readonly source: string;
  readonly target: string;
  readonly probe: ProbeId;
  readonly kind: ChangeKind;
};

/** What other tenants tried against one tenant, and it against them. */
export type TenantAttemptsDto = {
  readonly others: number;
  /** When the attempts were made; null when there is no complete run. */
  readonly triedAt: string | null;
  /** Null where nothing has run yet or all of it is current. */
  readonly stale: string | null;
  readonly against: DirectionDto;
  readonly from: DirectionDto;
  /** What got through to it and somebody answers for, one for each acceptance. */
  readonly accepted: readonly AcceptedAttemptsDto[];
  /** Other tenants with trouble, the worst first; at most ten. */
  readonly trouble: readonly TenantTroubleDto[];
};

/** All attempts against a tenant, or all from it. */
export type DirectionDto = {
  readonly verdict: Verdict;
  readonly counts: AttemptCounts;
  /** What got through and nobody answers for, in the order of the catalogue. */
  readonly gotThrough: readonly GotThroughDto[];
};

/** Between how many pairs of the direction one kind of attempt got through. */
export type GotThroughDto = { readonly probe: ProbeId; readonly tenants: number };

export type TenantTroubleDto = {
  readonly source: string;
  readonly target: string;
  /** Name of the one of the two that is not this tenant. */
  readonly otherName: string;
  /** Attempts that got through and nobody answers for. */
  readonly failed: number;
  /** Attempts that got through and somebody answers for. */
  readonly accepted: number;
};

export type AcceptedAttemptsDto = {
  readonly probe: ProbeId;
  readonly risk: string;
  readonly acceptance: AcceptanceDto;
  /** In how many directions it covers what gets through now. */
  readonly pairs: number;
};
