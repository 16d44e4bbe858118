import type { Finding, MistakeCheck, Prisma, RiskAcceptance } from "#lib/db/generated/client.ts";
import { decay, evidenceLifetimeMs, staleReason } from "#lib/domain/checklist/freshness.ts";
import type { Judgement } from "#lib/domain/checklist/judge.ts";
import { verdicts } from "#lib/domain/checklist/verdict.ts";
import type { MistakeRule } from "#lib/domain/mistakes/mistake-rule.ts";
import { mistakeRules } from "#lib/domain/mistakes/mistake-rules.ts";
import { accept, isAccepted } from "#lib/domain/risk/acceptance.ts";
import { acceptancesOf, toAcceptanceDtos } from "./acceptance-row.ts";
import { faultsOf, type RuleResult, ruleResultsOf } from "./risk-columns.ts";
import type { MistakeDto, RiskCounts } from "./risk-dto.ts";

/** What of a tenant's row is needed to tell its risks. */
export const riskInclude = {
  mistakes: true,
  findings: { where: { resolvedAt: null } },
  accepted: { where: { revokedAt: null }, orderBy: { createdAt: "desc" } },
} satisfies Prisma.TenantInclude;

type RiskRows = {
  readonly mistakes: MistakeCheck | null;
  readonly findings: readonly Finding[];
  readonly accepted: readonly RiskAcceptance[];
};

/** What is true of a tenant now, against which its last check is held. */
type Current = {
  readonly gateway: { readonly observedHash: string | null; readonly observedVersion: string | null };
  readonly host: { readonly neighbourhood: number };
};

/** Every rule as it stands for one tenant now, worst first. */
export function tenantMistakes(rows: RiskRows, current: Current, now: Date): MistakeDto[] {
  const results = ruleResultsOf(rows.mistakes?.results);
  const stale = rows.mistakes === null ? null : staleness(rows.mistakes, current, now);
  const list = mistakeRules.map((rule) => toMistakeDto(rule, results.get(rule.id), rows, stale, now));
  return verdicts.flatMap((verdict) => list.filter((mistake) => mistake.verdict === verdict));
}

export function riskCounts(rows: RiskRows, current: Current, now: Date): RiskCounts {
  const list = tenantMistakes(rows, current, now);
  const count = (verdict: MistakeDto["verdict"]) => list.filter((one) => one.verdict === verdict).length;
  return { open: count("failed"), accepted: count("accepted"), notMeasured: count("not-measured") };
}

function toMistakeDto(
  rule: MistakeRule,
  result: RuleResult | undefined,
  rows: RiskRows,
  stale: string | null,
  now: Date,
): MistakeDto {
  const finding = rows.findings.find(({ ruleId }) => ruleId === rule.id);
  const faultKeys = finding?.faultKeys ?? [];
  const acceptances = acceptancesOf(rows.accepted, "mistake", rule.id);
  const taken = judgementOf(result, finding);
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
    faults: faultsOf(finding?.faults),
    faultKeys,
    firstSeenAt: finding?.firstSeenAt.toISOString() ?? null,
    lastSeenAt: finding?.lastSeenAt.toISOString() ?? null,
    acceptances: toAcceptanceDtos(acceptances, faultKeys, now),
  };
}

function judgementOf(result: RuleResult | undefined, finding: Finding | undefined): Judgement {
  if (result === undefined) return { verdict: "not-measured", reason: "No check has looked at it yet." };
  if (result.state === "found" && finding !== undefined) return { verdict: "failed", reason: result.reason };
  if (result.state === "clean") return { verdict: "proven", reason: null };
  return { verdict: "not-measured", reason: result.reason ?? "It could not be told." };
}

function staleness(row: MistakeCheck, { gateway, host }: Current, now: Date): string | null {
  const then = { configHash: row.configHash, version: row.version, neighbourhood: row.neighbourhood };
  const currently = {
    configHash: gateway.observedHash,
    // Only a running Gateway says its version: silence is no change.
    version: gateway.observedVersion ?? row.version,
    neighbourhood: host.neighbourhood,
  };
  return staleReason(row.observedAt, then, currently, now, evidenceLifetimeMs);
}
