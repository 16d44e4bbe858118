import type { CheckStatus } from "#lib/db/generated/enums.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { Sharing } from "#lib/domain/checklist/sharing.ts";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { Defect } from "#lib/host-agent/contract/evidence.ts";
import type { AcceptanceDto } from "#lib/services/risk/risk-dto.ts";

export type ItemDto = {
  readonly item: Item;
  readonly label: string;
  /** As of now: age and changes since the evidence was taken are applied. */
  readonly verdict: Verdict;
  /** Why the verdict is what it is; always set unless it is `proven`. */
  readonly reason: string | null;
  /** The verdict when the evidence was taken, when it has decayed since; else null. */
  readonly decayedFrom: Verdict | null;
  readonly how: string | null;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly defects: readonly Defect[];
  readonly sharing: readonly Sharing[];
  /** Keys of what breaks it, to be named when it is accepted. */
  readonly faults: readonly string[];
  /** Who answers for it and until when, newest first; also where that no longer covers what is wrong. */
  readonly acceptances: readonly AcceptanceDto[];
  readonly observedAt: string | null;
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

export type MatrixCellDto = {
  readonly item: Item;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly sharedWith: readonly string[];
  readonly observedAt: string | null;
};

export type MatrixRowDto = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly clientName: string;
  readonly worstVerdict: Verdict;
  /** Ten, in the order of the checklist. */
  readonly cells: readonly MatrixCellDto[];
};
