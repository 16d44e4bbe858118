import type { RiskKind } from "#lib/db/generated/enums.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";
import type { FaultDto, MistakeDto } from "#lib/services/mistake/mistake-dto.ts";

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
