import type { Finding, MistakeCheck, Prisma, RiskAcceptance } from "#lib/db/generated/client.ts";
import { decay, isAnotherProcess, staleReason } from "#lib/domain/checklist/freshness.ts";
import type { Judgement } from "#lib/domain/checklist/judge.ts";
import { verdicts } from "#lib/domain/checklist/verdict.ts";
import type { MistakeRule } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRules } from "#lib/domain/mistakes/mistake-rules.ts";
import { accept, isAccepted } from "#lib/domain/risk/acceptance.ts";
import { acceptancesOf, toAcceptanceDtos } from "#lib/services/acceptance/acceptance-row.ts";
import type { MistakeCounts, MistakeDto } from "#lib/services/mistake/mistake-dto.ts";
import { faultsOf, type RuleResult, ruleResultsOf } from "./mistake-columns.ts";

/** What of a tenant's row is needed to tell its mistakes. */
export const mistakeInclude = {
  mistakes: true,
  findings: { where: { resolvedAt: null } },
  accepted: { where: { revokedAt: null }, orderBy: { createdAt: "desc" } },
} satisfies Prisma.TenantInclude;

type MistakeRows = {
  readonly mistakes: MistakeCheck | null;
  readonly findings: readonly Finding[];
  readonly accepted: readonly RiskAcceptance[];
};

/** What is true of a tenant now, against which its last check is held. */
export type CurrentTenant = {
  readonly gateway: {
    readonly observedHash: string | null;
    readonly observedVersion: string | null;
    readonly processStamp: number;
  };
  readonly host: { readonly neighbourhood: number; readonly lastSeenAt: Date | null };
};

/** Every rule as it stands for one tenant now, worst first. */
export function tenantMistakes(rows: MistakeRows, current: CurrentTenant, now: Date): MistakeDto[] {
  const results = ruleResultsOf(rows.mistakes?.results);
  // Where no check counts, what an earlier one found has gone with the Gateway that it was found on.
  const kept = rows.mistakes === null ? { ...rows, findings: [] } : rows;
  const stale = rows.mistakes === null ? null : staleness(rows.mistakes, current, now);
  const list = mistakeRules.map((rule) => toMistakeDto(rule, results.get(rule.id), kept, stale, now));
  return verdicts.flatMap((verdict) => list.filter((mistake) => mistake.verdict === verdict));
}

export function mistakeCounts(rows: MistakeRows, current: CurrentTenant, now: Date): MistakeCounts {
  const list = tenantMistakes(rows, current, now);
  const count = (verdict: MistakeDto["verdict"]) => list.filter((one) => one.verdict === verdict).length;
  return { open: count("failed"), accepted: count("accepted"), notMeasured: count("not-measured") };
}

function toMistakeDto(
  rule: MistakeRule,
  result: RuleResult | undefined,
  rows: MistakeRows,
  checkStale: string | null,
  now: Date,
): MistakeDto {
  const finding = rows.findings.find(({ ruleId }) => ruleId === rule.id);
  const faultKeys = finding?.faultKeys ?? [];
  const acceptances = acceptancesOf(rows.accepted, "mistake", rule.id);
  const taken = judgementOf(result, finding);
  const stale = notSince(result, finding) ?? checkStale;
  const counted = isAccepted(faultKeys, acceptances, now) ? accept(taken, result?.reason ?? null) : taken;
  const { verdict, reason } = decay(counted, stale);
  return {
    ruleId: rule.id,
    title: rule.title,
    explanation: rule.explanation,
    remedy: rule.remedy,
    items: rule.items,
    verdict,
    reason,
    stale,
    faults: faultsOf(finding?.faults),
    faultKeys,
    firstSeenAt: finding?.firstSeenAt.toISOString() ?? null,
    lastSeenAt: finding?.lastSeenAt.toISOString() ?? null,
    acceptances: toAcceptanceDtos(acceptances, faultKeys, now),
  };
}

function judgementOf(result: RuleResult | undefined, finding: Finding | undefined): Judgement {
  if (finding !== undefined) {
    const { reason = null } = result?.state === "found" ? result : {};
    return { verdict: "failed", reason };
  }
  if (result === undefined) return { verdict: "not-measured", reason: "No check has looked at it yet." };
  if (result.state === "clean") return { verdict: "proven", reason: null };
  return { verdict: "not-measured", reason: result.reason ?? "It could not be told." };
}

/** Why the last check could not look for a mistake that one before it had found; null when it could. */
function notSince(result: RuleResult | undefined, finding: Finding | undefined): string | null {
  if (finding === undefined || result?.state === "found") return null;
  return result?.reason ?? "It could not be told.";
}

function staleness(row: MistakeCheck, { gateway, host }: CurrentTenant, now: Date): string | null {
  const { configHash, version, neighbourhood, observedAt: at } = row;
  const currently = {
    configHash: gateway.observedHash,
    // Only a running Gateway says its version: silence is no change.
    version: gateway.observedVersion ?? row.version,
    neighbourhood: host.neighbourhood,
    heardAt: host.lastSeenAt,
  };
  const reason = staleReason({ configHash, version, neighbourhood, at }, currently, now, "check");
  // A rule looks at the arguments and the environment of the process, too.
  return reason ?? (row.stamp < gateway.processStamp ? isAnotherProcess : null);
}
