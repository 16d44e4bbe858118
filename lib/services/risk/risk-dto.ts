import type { Item } from "#lib/domain/checklist/item.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { MistakeFix, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";

export type AcceptanceDto = {
  readonly id: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly ownerName: string;
  readonly acceptedByName: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** `expired` and `outgrown` no longer cover anything: its day has passed, or something else is wrong now. */
  readonly state: "valid" | "expired" | "outgrown" | "idle";
};

export type FaultDto = {
  readonly detail: string;
  readonly seenHow: string;
  /** Slugs of other tenants that it involves. */
  readonly others: readonly string[];
};

export type MistakeDto = {
  readonly ruleId: MistakeId;
  readonly title: string;
  readonly explanation: string;
  readonly remedy: string;
  /** What one click can do about it; null where it takes a person. */
  readonly fix: MistakeFix | null;
  readonly items: readonly Item[];
  /** As of now: age, changes and acceptance are applied. */
  readonly verdict: Verdict;
  /** Why it is not measured; null otherwise. */
  readonly reason: string | null;
  /** What was seen when it was last looked at. */
  readonly faults: readonly FaultDto[];
  /** Their keys, to be named when they are accepted. */
  readonly faultKeys: readonly string[];
  readonly firstSeenAt: string | null;
  readonly lastSeenAt: string | null;
  readonly acceptance: AcceptanceDto | null;
};

export type ResolvedMistakeDto = {
  readonly id: string;
  readonly ruleId: string;
  readonly title: string;
  readonly faults: readonly FaultDto[];
  readonly firstSeenAt: string;
  readonly resolvedAt: string;
};

export type TenantRisksDto = {
  readonly playbookVersion: string;
  /** When the rules were last held against this tenant. */
  readonly observedAt: string | null;
  /** One for each rule, worst first. */
  readonly mistakes: readonly MistakeDto[];
  /** Newest first, at most twenty. */
  readonly resolved: readonly ResolvedMistakeDto[];
};

/** How many rules are broken, accepted and not measured. */
export type RiskCounts = {
  readonly open: number;
  readonly accepted: number;
  readonly notMeasured: number;
};
