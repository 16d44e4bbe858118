import type { Item } from "#lib/domain/checklist/item.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { Cure, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";

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
  /** Why it is not measured, or what besides what was found is not, or not any more; null otherwise. */
  readonly reason: string | null;
  /** Why what was said of it counts no longer; null while it does. A mistake that was found stays one meanwhile. */
  readonly stale: string | null;
  /** What was seen when it was last looked at. */
  readonly faults: readonly FaultDto[];
  /** Their keys, to be named when they are accepted. */
  readonly faultKeys: readonly string[];
  readonly firstSeenAt: string | null;
  readonly lastSeenAt: string | null;
  /** Newest first. */
  readonly acceptances: readonly AcceptanceDto[];
};

/** How many rules are broken, accepted and not measured. */
export type MistakeCounts = {
  readonly open: number;
  readonly accepted: number;
  readonly notMeasured: number;
};
