import type { CheckStatus } from "#lib/db/generated/enums.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { Sharing } from "#lib/domain/checklist/sharing.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { GatewayWord } from "#lib/domain/gateway-word/word-verdict.ts";
import type { Defect } from "#lib/host-agent/contract/evidence.ts";
import type { AcceptanceDto } from "#lib/services/acceptance/acceptance-dto.ts";

/** One item of the checklist, as lists show it. */
export type ItemVerdictDto = {
  readonly item: Item;
  readonly label: string;
  /** As of now: age and changes since the evidence was taken are applied. */
  readonly verdict: Verdict;
  /** Why the verdict is what it is; always set unless it is `proven`. */
  readonly reason: string | null;
  /** Why the evidence counts no longer; null while it does. What failed stays failed meanwhile. */
  readonly stale: string | null;
  /** The verdict when the evidence was taken, when it has decayed since; else null. */
  readonly decayedFrom: Verdict | null;
  readonly sharing: readonly Sharing[];
  /** Keys of what breaks it, to be named when it is accepted. */
  readonly faults: readonly string[];
  /** Who answers for it and until when, newest first; also where that no longer covers what is wrong. */
  readonly acceptances: readonly AcceptanceDto[];
  readonly observedAt: string | null;
};

/** The same with everything that was seen. */
export type ItemDto = ItemVerdictDto & {
  readonly how: string | null;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly defects: readonly Defect[];
  /** Whether the running Gateway said of itself what was seen, when it was looked at; null where that is not this item's. */
  readonly word: GatewayWord | null;
};

export type VerdictCounts = Readonly<Record<Verdict, number>>;

export type HostCheckDto = {
  readonly id: string;
  readonly hostId: string;
  readonly status: CheckStatus;
  readonly error: { readonly message: string; readonly nextStep: string } | null;
  /** Accounts of the host that can log in or become root. */
  readonly accounts: readonly {
    readonly name: string;
    readonly uid: number;
    readonly ways: readonly string[];
  }[];
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

/** Something that the host lets tenants' users do beyond their own. */
export type HostOpeningDto = {
  readonly message: string;
  readonly nextStep: string;
  readonly tenants: readonly { readonly slug: string; readonly name: string }[];
};

/** A check with what it found of the host itself. */
export type ListedCheckDto = HostCheckDto & {
  /** Null for whoever may not act on it, and for a check whose evidence a later one replaced. */
  readonly openings: readonly HostOpeningDto[] | null;
  /** Tenants of which it could not all be looked at. */
  readonly unmeasured: number;
};
