import { Prisma } from "#lib/db/generated/client.ts";
import { auditLifetimeMs, evidenceLifetimeMs } from "#lib/domain/checklist/freshness.ts";
import { items } from "#lib/domain/checklist/item.ts";

/**
 * The worst verdict of a tenant `t` with Gateway `g` and host `h`, as it stands
 * now: what `tenantItems` computes for the rows of one page, for sorting and
 * filtering thousands. 0 failed · 1 not measured · 2 accepted · 3 proven.
 */
export function worstVerdictSql(now: Date): Prisma.Sql {
  const oldest = new Date(now.getTime() - evidenceLifetimeMs);
  return Prisma.sql`(
    SELECT CASE WHEN count(*) FILTER (WHERE e."isCurrent" AND e."verdict" = 'failed') > 0 THEN 0
      WHEN count(*) FILTER (WHERE e."isCurrent" AND e."verdict" <> 'not_measured') < ${items.length} THEN 1
      WHEN count(*) FILTER (WHERE e."verdict" = 'accepted') > 0 THEN 2 ELSE 3 END
    FROM (
      SELECT CASE WHEN i."verdict" <> 'failed' OR NOT ${isAcceptedSql(now)} THEN i."verdict"
          WHEN i."isMeasured" THEN 'accepted'::"Verdict" ELSE 'not_measured'::"Verdict" END AS "verdict",
        i."observedAt" >= ${oldest}
        AND i."observedAt" >= COALESCE(g."processChangedAt", i."observedAt")
        AND i."configHash" IS NOT DISTINCT FROM g."observedHash"
        AND i."version" IS NOT DISTINCT FROM COALESCE(g."observedVersion", i."version")
        AND i."neighbourhood" = h."neighbourhood" AS "isCurrent"
      FROM "ItemEvidence" i WHERE i."tenantId" = t."id"
    ) e)`;
}

/** True when somebody answers for everything that breaks the item `i`; see `isAccepted` for the same in words. */
function isAcceptedSql(now: Date): Prisma.Sql {
  return Prisma.sql`(cardinality(i."faults") > 0 AND i."faults" <@ ${coveredSql("item", Prisma.sql`i."tenantId"`, Prisma.sql`i."item"`, now)})`;
}

/** Every fault of one subject that anybody answers for now. */
function coveredSql(
  kind: "item" | "mistake",
  tenantId: Prisma.Sql,
  subject: Prisma.Sql,
  now: Date,
): Prisma.Sql {
  return Prisma.sql`ARRAY(
    SELECT unnest(r."faults") FROM "RiskAcceptance" r WHERE r."tenantId" = ${tenantId}
      AND r."kind" = ${kind}::"RiskKind" AND r."subject" = ${subject}
      AND r."revokedAt" IS NULL AND r."expiresAt" > ${now})`;
}

/**
 * True when a rule is broken on the tenant by what counts now, and somebody
 * answers for it, or nobody does; see `tenantMistakes` for the same in words.
 */
export function hasMistakeSql(now: Date, isAccepted: boolean): Prisma.Sql {
  const oldest = new Date(now.getTime() - evidenceLifetimeMs);
  const covered = coveredSql("mistake", Prisma.sql`f."tenantId"`, Prisma.sql`f."ruleId"`, now);
  const accepted = Prisma.sql`f."faultKeys" <@ ${covered}`;
  return Prisma.sql`EXISTS (
    SELECT 1 FROM "Finding" f JOIN "MistakeCheck" m ON m."tenantId" = f."tenantId",
      jsonb_to_recordset(m."results") AS x("ruleId" text, "state" text, "reason" text)
    WHERE f."tenantId" = t."id" AND f."resolvedAt" IS NULL AND x."ruleId" = f."ruleId" AND x."state" = 'found'
      AND m."observedAt" >= ${oldest} AND m."neighbourhood" = h."neighbourhood"
      AND m."configHash" IS NOT DISTINCT FROM g."observedHash"
      AND m."version" IS NOT DISTINCT FROM COALESCE(g."observedVersion", m."version")
      AND ${isAccepted ? Prisma.sql`${accepted} AND x."reason" IS NULL` : Prisma.sql`NOT ${accepted}`})`;
}

/** The audit state of a tenant, worded like `AuditState`; see `auditStatus` for the same in words. */
export function auditStateSql(now: Date): Prisma.Sql {
  const oldest = new Date(now.getTime() - auditLifetimeMs);
  return Prisma.sql`COALESCE((
    SELECT CASE WHEN a."status" IN ('queued', 'running') THEN 'running'
      WHEN a."status" = 'failed' THEN 'failed'
      WHEN a."finishedAt" < ${oldest} OR a."configHash" IS DISTINCT FROM g."observedHash"
        OR a."version" IS DISTINCT FROM COALESCE(g."observedVersion", a."version") THEN 'stale'
      WHEN a."critical" > 0 THEN 'critical' WHEN a."warn" > 0 THEN 'warn' ELSE 'clean' END
    FROM "AuditRun" a WHERE a."tenantId" = t."id" ORDER BY a."createdAt" DESC LIMIT 1), 'none')`;
}
