import { Prisma } from "#lib/db/generated/client.ts";
import {
  auditLifetimeMs,
  clockToleranceMs,
  evidenceLifetimeMs,
  vouchedSilenceMs,
} from "#lib/domain/checklist/freshness.ts";
import { items } from "#lib/domain/checklist/item.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { gatewayPhases } from "#lib/host-agent/contract/observation.ts";
import { watchSilenceMs } from "#lib/services/observation/is-host-heard.ts";

/**
 * The worst verdict of a tenant `t` with Gateway `g` and host `h`, as it stands
 * now: what `tenantVerdicts` computes for the rows of one page, for sorting and
 * filtering thousands. 0 failed · 1 not measured · 2 accepted · 3 proven.
 */
export function worstVerdictSql(now: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT CASE WHEN count(*) FILTER (WHERE e."verdict" = 'failed') > 0 THEN 0
      WHEN count(*) FILTER (WHERE e."isCurrent" AND e."verdict" <> 'not_measured') < ${items.length} THEN 1
      WHEN count(*) FILTER (WHERE e."verdict" = 'accepted') > 0 THEN 2 ELSE 3 END
    FROM (
      SELECT CASE WHEN i."verdict" <> 'failed' OR NOT ${isAcceptedSql("item", now)} THEN i."verdict"
          WHEN i."isMeasured" THEN 'accepted'::"Verdict" ELSE 'not_measured'::"Verdict" END AS "verdict",
        i."notSince" IS NULL AND ${isCurrentSql("i", now)} AS "isCurrent"
      FROM "ItemEvidence" i WHERE i."tenantId" = t."id" AND i."item" = ANY(${[...items]})
    ) e)`;
}

/** True while evidence `i` or rules `m` still count; see `staleReason` for the same in words. */
function isCurrentSql(row: "i" | "m", now: Date): Prisma.Sql {
  const of = Prisma.raw(row);
  return Prisma.sql`(${isVouchedForSql(now)} AND ${of}."observedAt" >= ${before(now, evidenceLifetimeMs)}
    AND ${of}."observedAt" <= ${before(now, -clockToleranceMs)} AND ${of}."neighbourhood" = h."neighbourhood"
    AND ${of}."stamp" >= g."processStamp"
    AND ${of}."configHash" IS NOT DISTINCT FROM g."observedHash"
    AND ${of}."version" IS NOT DISTINCT FROM COALESCE(g."observedVersion", ${of}."version"))`;
}

/** True while host `h` was heard lately enough; see `isVouchedFor` for the same in words. */
function isVouchedForSql(now: Date): Prisma.Sql {
  return Prisma.sql`(h."lastSeenAt" IS NOT NULL
    AND h."lastSeenAt" BETWEEN ${before(now, vouchedSilenceMs)} AND ${before(now, -clockToleranceMs)})`;
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}

/** True when somebody answers for everything that breaks item `i` or was found by `f`; see `isAccepted` for the same in words. */
function isAcceptedSql(kind: "item" | "mistake", now: Date): Prisma.Sql {
  const [tenantId, subject, faults] =
    kind === "item"
      ? [Prisma.sql`i."tenantId"`, Prisma.sql`i."item"`, Prisma.sql`i."faults"`]
      : [Prisma.sql`f."tenantId"`, Prisma.sql`f."ruleId"`, Prisma.sql`f."faultKeys"`];
  return Prisma.sql`(cardinality(${faults}) > 0 AND ${faults} <@ ARRAY(
    SELECT unnest(r."faults") FROM "RiskAcceptance" r WHERE r."tenantId" = ${tenantId}
      AND r."kind" = ${kind}::"RiskKind" AND r."subject" = ${subject}
      AND r."revokedAt" IS NULL AND r."expiresAt" > ${now}))`;
}

/**
 * True when a rule was seen to be broken on the tenant and not found to be kept
 * since, and somebody answers for it, or nobody does; see `tenantMistakes` for
 * the same in words.
 */
export function hasMistakeSql(now: Date, isAccepted: boolean): Prisma.Sql {
  const accepted = isAcceptedSql("mistake", now);
  const isLookedAt = Prisma.sql`(${isCurrentSql("m", now)} AND EXISTS (
    SELECT 1 FROM jsonb_to_recordset(m."results") AS x("ruleId" text, "state" text, "reason" text)
    WHERE x."ruleId" = f."ruleId" AND x."state" = 'found' AND x."reason" IS NULL))`;
  return Prisma.sql`EXISTS (
    SELECT 1 FROM "Finding" f JOIN "MistakeCheck" m ON m."tenantId" = f."tenantId"
    WHERE f."tenantId" = t."id" AND f."resolvedAt" IS NULL AND f."ruleId" = ANY(${[...mistakeIds]})
      AND ${isAccepted ? Prisma.sql`${accepted} AND ${isLookedAt}` : Prisma.sql`NOT ${accepted}`})`;
}

/** The audit state of a tenant, worded like `AuditState`; see `auditStatus` for the same in words. */
export function auditStateSql(now: Date): Prisma.Sql {
  const endedAt = Prisma.sql`COALESCE(a."finishedAt", a."createdAt")`;
  return Prisma.sql`COALESCE((
    SELECT CASE WHEN a."status" IN ('queued', 'running') THEN 'running'
      WHEN a."status" = 'failed' THEN 'failed'
      WHEN NOT ${isVouchedForSql(now)} OR ${endedAt} < ${before(now, auditLifetimeMs)}
        OR ${endedAt} > ${before(now, -clockToleranceMs)} OR a."configHash" IS DISTINCT FROM g."observedHash"
        OR a."version" IS DISTINCT FROM COALESCE(g."observedVersion", a."version") THEN 'stale'
      WHEN a."critical" > 0 THEN 'critical' WHEN a."warn" > 0 THEN 'warn' ELSE 'clean' END
    FROM "AuditRun" a WHERE a."tenantId" = t."id" ORDER BY a."seq" DESC LIMIT 1), 'none')`;
}

/** The phase that is shown of a tenant's Gateway; see `shownPhase` for the same in words. */
export function phaseSql(now: Date): Prisma.Sql {
  return Prisma.sql`(CASE WHEN h."lastSeenAt" IS NULL OR h."lastSeenAt" < ${before(now, watchSilenceMs)}
      OR h."lastSeenAt" > ${before(now, -clockToleranceMs)} THEN 'unknown'
    WHEN g."observedPhase" = ANY(${[...gatewayPhases]}) THEN g."observedPhase" ELSE 'absent' END)`;
}
