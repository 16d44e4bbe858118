import type { RiskKind } from "#lib/db/generated/enums.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { Cure, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";

export type AcceptanceDto = {
  readonly id: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly ownerName: string;
  readonly acceptedByName: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Slugs of the tenants whose attempts it covers; empty where it is about something else. */
  readonly sources: readonly string[];
  /**
   * `expired` its day has passed · `outgrown` something is wrong besides that nobody answers for ·
   * `idle` nothing that it names was found when it was last looked at.
   */
  readonly state: "valid" | "expired" | "outgrown" | "idle";
};

export type FaultDto = {
  readonly detail: string;
  readonly seenHow: string;
  /** Slugs of other tenants that it involves. */
  readonly others: readonly string[];
  /** What puts it right; null where it was seen by an older version. */
  readonly cure: Cure | null;
};

export type MistakeDto = {
  readonly ruleId: MistakeId;
  readonly title: string;
  readonly explanation: string;
  readonly remedy: string;
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
  /** Newest first. */
  readonly acceptances: readonly AcceptanceDto[];
};

export type ResolvedMistakeDto = {
  readonly id: string;
  readonly ruleId: string;
  readonly title: string;
  readonly faults: readonly FaultDto[];
  readonly firstSeenAt: string;
  readonly resolvedAt: string;
};

/** A risk of a tenant that somebody answers for, whatever it is about. */
export type AcceptedRiskDto = {
  readonly acceptance: AcceptanceDto;
  readonly kind: RiskKind;
  /** A rule's id, an item, a probe or a combination of the tool policy. */
  readonly subject: string;
  readonly title: string;
  /** As of now of what it is about; null where that can't be told any more. */
  readonly verdict: Verdict | null;
};

export type TenantRisksDto = {
  readonly playbookVersion: string;
  /** When the rules were last held against this tenant. */
  readonly observedAt: string | null;
  /** One for each rule, worst first. */
  readonly mistakes: readonly MistakeDto[];
  /** Everything that somebody answers for and nobody has revoked, newest first. */
  readonly accepted: readonly AcceptedRiskDto[];
  /** Newest first, at most twenty. */
  readonly resolved: readonly ResolvedMistakeDto[];
};

/** How many rules are broken, accepted and not measured. */
export type RiskCounts = {
  readonly open: number;
  readonly accepted: number;
  readonly notMeasured: number;
};
