import { type Verdict, verdicts, worstVerdict } from "#lib/domain/checklist/verdict.ts";

/** What the one word for a tenant is made of, in the order in which it is shown. */
export const overallPartIds = ["checklist", "attempts", "mistakes", "audit"] as const;
export type OverallPartId = (typeof overallPartIds)[number];

export const overallPartLabels: Record<OverallPartId, string> = {
  checklist: "Checklist",
  attempts: "Attempts",
  mistakes: "Mistakes",
  audit: "Audit",
};

/** What is known of a tenant now. Age, changes and acceptances are applied already. */
export type KnownParts = {
  /** The ten items, by verdict. */
  readonly checklist: Readonly<Record<Verdict, number>>;
  /** Against the tenant and from it; null where nobody else is on its host. */
  readonly attempts: KnownAttempts | null;
  /** By how the rules stand; null where they were never applied. */
  readonly mistakes: {
    readonly open: number;
    readonly accepted: number;
    readonly notMeasured: number;
  } | null;
  /** OpenClaw's own, the newest that counts; null for none. */
  readonly audit: { readonly critical: number; readonly warn: number } | null;
};

export type KnownAttempts = {
  /** Of the worst pair. */
  readonly verdict: Verdict;
  /** Got through, and nobody answers for it. */
  readonly failed: number;
  /** Got through, and somebody answers for it. */
  readonly accepted: number;
};

export type OverallPart = {
  readonly part: OverallPartId;
  readonly verdict: Verdict;
  /** Why, in a word or three. */
  readonly words: string;
};

/** One verdict for all of a tenant, and what it is made of. */
export type Overall = { readonly verdict: Verdict; readonly parts: readonly OverallPart[] };

/** As bad as the worst of what is known: no part can be well while another, or the whole, says otherwise. */
export function overallOf(known: KnownParts): Overall {
  const parts = [
    { part: "checklist" as const, ...judgeChecklist(known.checklist) },
    ...(known.attempts === null ? [] : [{ part: "attempts" as const, ...judgeAttempts(known.attempts) }]),
    { part: "mistakes" as const, ...judgeMistakes(known.mistakes) },
    { part: "audit" as const, ...judgeAudit(known.audit) },
  ];
  return { verdict: worstVerdict(parts.map(({ verdict }) => verdict)), parts };
}

/** Those that make the whole as bad as it is; none when all is well. */
export function worstParts({ verdict, parts }: Overall): readonly OverallPart[] {
  return verdict === "proven" ? [] : parts.filter((part) => part.verdict === verdict);
}

type Judged = Pick<OverallPart, "verdict" | "words">;

function judgeChecklist(counts: KnownParts["checklist"]): Judged {
  const verdict = worstVerdict(verdicts.filter((one) => counts[one] > 0));
  const total = verdicts.reduce((sum, one) => sum + counts[one], 0);
  switch (verdict) {
    case "proven":
      return { verdict, words: `all ${total} proven` };
    case "failed":
    case "accepted":
      return { verdict, words: `${counts[verdict]} of ${total} ${verdict}` };
    case "not-measured":
      return { verdict, words: `${counts[verdict]} of ${total} not measured` };
  }
}

function judgeAttempts({ verdict, failed, accepted }: KnownAttempts): Judged {
  switch (verdict) {
    case "proven":
      return { verdict, words: "all refused" };
    case "failed":
      return { verdict, words: `${failed} got through` };
    case "accepted":
      return { verdict, words: `${accepted} got through, accepted` };
    case "not-measured":
      return { verdict, words: "not measured" };
  }
}

function judgeMistakes(counts: KnownParts["mistakes"]): Judged {
  if (counts === null) return { verdict: "not-measured", words: "not measured" };
  const { open, accepted, notMeasured } = counts;
  if (open > 0) return { verdict: "failed", words: `${open} open` };
  if (notMeasured > 0) return { verdict: "not-measured", words: `${notMeasured} not measured` };
  if (accepted > 0) return { verdict: "accepted", words: `${accepted} accepted` };
  return { verdict: "proven", words: "none found" };
}

/** Warnings are OpenClaw's advice and break no wall; they are named. */
function judgeAudit(audit: KnownParts["audit"]): Judged {
  if (audit === null) return { verdict: "not-measured", words: "not measured" };
  const { critical, warn } = audit;
  if (critical > 0) return { verdict: "failed", words: `${critical} critical` };
  if (warn === 0) return { verdict: "proven", words: "clean" };
  return { verdict: "proven", words: warn === 1 ? "1 warning" : `${warn} warnings` };
}
