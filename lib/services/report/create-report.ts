import { randomUUID } from "node:crypto";
import { z } from "zod";
import { db } from "#lib/db/db.ts";
import { isVouchedFor } from "#lib/domain/checklist/freshness.ts";
import { residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { seenBoundary } from "#lib/domain/checklist/seen-boundary.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { currentWord } from "#lib/domain/gateway-word/word-verdict.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { problemOf } from "#lib/report/item-problem.ts";
import { type Missing, type ReportContent, reportContentSchema } from "#lib/report/report-content.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import type { TenantAuditDto } from "#lib/services/audit/audit-dto.ts";
import { getTenantAudit } from "#lib/services/audit/index.ts";
import type { ItemDto } from "#lib/services/check/check-dto.ts";
import { seenSettings } from "#lib/services/hardening/index.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { getTenantAttempts, type TenantAttemptsDto } from "#lib/services/probe/index.ts";
import { type AcceptanceDto, getTenantRisks, type TenantRisksDto } from "#lib/services/risk/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";

const inputSchema = z.strictObject({ slug: slugSchema });

/** Freezes what is known of a tenant now. Verdicts are those that count now: what has decayed is not measured. */
export async function createReport(
  actor: Actor,
  input: z.input<typeof inputSchema>,
): Promise<{ id: string }> {
  authorize(actor, "report.create");
  const { slug } = parseInput(inputSchema, input);
  // The host is asked first, because that may take a while: what is read then must be what is frozen.
  const settings = await seenSettings(actor, slug);
  const tenant = await getTenant(actor, { slug });
  const audit = await getTenantAudit(actor, { slug });
  const attempts = await getTenantAttempts(actor, { slug });
  const access = tenant.items.find(({ item }) => item === "host-access");
  const seen = seenBoundary(settings, access);
  const { lastSeenAt } = tenant.host;
  const isHeard = isVouchedFor(lastSeenAt === null ? null : new Date(lastSeenAt), new Date());
  /** What counts no longer on a host that is silent does so because of that. */
  const whileHeard = <K extends string, T extends Readonly<Record<K, Missing | null>>>(part: T, key: K): T =>
    isHeard || part[key] !== "outdated" ? part : { ...part, [key]: "silent" };
  const risks = await getTenantRisks(actor, { slug });
  const content: ReportContent = reportContentSchema.parse({
    formatVersion: 2,
    id: randomUUID(),
    clientName: tenant.client.name,
    tenantName: tenant.name,
    tenantSlug: tenant.slug,
    rung: tenant.rung,
    createdAt: new Date().toISOString(),
    createdBy: actor.name,
    items: tenant.items.map((item) => whileHeard(toReportItem(item), "missing")),
    ...whileHeard(toReportAudit(audit), "auditMissing"),
    ...whileHeard(toReportAttempts(attempts), "attemptsMissing"),
    mistakes: toReportMistakes(risks),
    ownWord: currentWord(tenant.items),
    residualRisks: residualRisks(tenant.rung, seen).map(({ id }) => id),
  } satisfies ReportContent);
  await db.$transaction(async (tx) => {
    await tx.report.create({
      data: {
        id: content.id,
        tenantId: tenant.id,
        content,
        createdById: actor.kind === "user" ? actor.userId : null,
      },
    });
    await recordActivity(tx, actor, {
      action: "report.create",
      tenantId: tenant.id,
      clientId: tenant.client.id,
      details: { slug, reportId: content.id },
    });
  });
  return { id: content.id };
}

function toReportItem(item: ItemDto): ReportContent["items"][number] {
  const problems = [
    ...(item.sharing.length > 0 ? (["shared"] as const) : []),
    ...item.defects.map(({ id }) => problemOf(id)),
  ];
  const isFaulty = item.verdict === "failed" || item.verdict === "accepted";
  return {
    item: item.item,
    verdict: item.verdict,
    problems: isFaulty ? [...new Set(problems.length > 0 ? problems : (["other"] as const))] : [],
    missing: missingOf(item),
    acceptedUntil: item.verdict === "accepted" ? earliestEnd(validOf(item.acceptances)) : null,
    measuredAt: item.observedAt,
  };
}

function missingOf({ verdict, observedAt, decayedFrom }: ItemDto): Missing | null {
  if (verdict !== "not-measured") return null;
  if (observedAt === null) return "never";
  return decayedFrom === null ? "failed" : "outdated";
}

/** Several may cover one item together: it counts until the first of them ends. */
function earliestEnd(acceptances: readonly AcceptanceDto[]): string | null {
  return acceptances.map(lastDayOf).toSorted()[0] ?? null;
}

function validOf(acceptances: readonly AcceptanceDto[]): AcceptanceDto[] {
  return acceptances.filter(({ state }) => state === "valid");
}

/** An acceptance ends with the last moment of a day. */
function lastDayOf({ expiresAt }: Pick<AcceptanceDto, "expiresAt">): string {
  return new Date(Date.parse(expiresAt) - 1).toISOString().slice(0, 10);
}

function toReportMistakes({
  observedAt,
  playbookVersion,
  mistakes,
}: TenantRisksDto): ReportContent["mistakes"] {
  if (observedAt === null) return null;
  const by = (verdict: ItemDto["verdict"]) => mistakes.filter((mistake) => mistake.verdict === verdict);
  return {
    playbookVersion,
    lookedFor: mistakes.length,
    open: by("failed").map(({ ruleId }) => ruleId),
    accepted: by("accepted").flatMap(({ ruleId, acceptances }) => {
      const until = earliestEnd(validOf(acceptances));
      return until === null ? [] : [{ rule: ruleId, until }];
    }),
    notMeasured: by("not-measured").length,
    at: observedAt,
  };
}

type Attempts = "attempts" | "attemptsMissing" | "reachedOthers" | "attemptsInAll";

function toReportAttempts(tried: TenantAttemptsDto): Pick<ReportContent, Attempts> {
  const { others, triedAt, stale, against, from, accepted } = tried;
  const { counts } = against;
  if (others === 0) {
    return { attempts: null, attemptsMissing: "alone", reachedOthers: [], attemptsInAll: null };
  }
  const both = {
    reachedOthers: [...from.gotThrough],
    attemptsInAll: {
      verdict: worstVerdict([against.verdict, from.verdict]),
      failed: counts.failed + from.counts.failed,
      accepted: counts.accepted + from.counts.accepted,
    },
  };
  const isMeasured = counts.proven + counts.failed + counts.accepted > 0;
  if (!isMeasured) {
    return { ...both, attempts: null, attemptsMissing: stale === null ? "never" : "outdated" };
  }
  return {
    ...both,
    attempts: {
      tenants: others,
      refused: counts.proven,
      reached: counts.failed,
      reachedRisks: [...against.gotThrough],
      accepted: counts.accepted,
      acceptedRisks: accepted.map(({ probe, acceptance, pairs }) => ({
        probe,
        tenants: pairs,
        until: lastDayOf(acceptance),
      })),
      notMeasured: counts["not-measured"],
      notApplicable: counts["not-applicable"],
      at: triedAt,
    },
    attemptsMissing: null,
  };
}

const auditMissing: Readonly<Record<string, Missing>> = { failed: "failed", stale: "outdated" };

function toReportAudit({
  status,
  latest,
  lastDone,
}: TenantAuditDto): Pick<ReportContent, "audit" | "auditMissing"> {
  const run = [latest, lastDone].find((candidate) => candidate?.result != null);
  const result = run?.result;
  if (result == null || !status.isCounted) {
    const isOld = status.state === "running" && lastDone !== null;
    return { audit: null, auditMissing: isOld ? "outdated" : (auditMissing[status.state] ?? "never") };
  }
  return {
    audit: {
      ...result.summary,
      suppressed: result.suppressed.length,
      at: result.at,
      version: result.version,
    },
    auditMissing: null,
  };
}
