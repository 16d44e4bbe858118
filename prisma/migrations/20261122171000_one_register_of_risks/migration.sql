-- Secrets that were accepted when they were entered, and policies when they were chosen, become accepted risks like all
-- others, for a year from now. What was accepted by somebody who is not known any more is not taken along.
INSERT INTO "RiskAcceptance" ("id", "tenantId", "kind", "subject", "faults", "reason", "ownerId", "ownerName", "acceptedByName", "expiresAt")
SELECT gen_random_uuid(), s."tenantId", s."kind"::"RiskKind", s."subject", array_agg(DISTINCT s."fault" ORDER BY s."fault"),
  string_agg(DISTINCT s."reason", ' '), (array_agg(s."ownerId"))[1], (array_agg(s."ownerName"))[1],
  (array_agg(s."ownerName"))[1], now() + interval '365 days'
FROM (
  SELECT c."tenantId", x."kind", x."subject", x."fault", c."acceptedReason" AS "reason", u."id" AS "ownerId", u."name" AS "ownerName"
  FROM "Credential" c
  JOIN "User" u ON u."id" = c."acceptedById"
  JOIN "Credential" o ON o."fingerprint" = c."fingerprint" AND o."tenantId" <> c."tenantId"
  JOIN "Tenant" t ON t."id" = o."tenantId"
  CROSS JOIN LATERAL (VALUES
    ('item', CASE c."kind" WHEN 'channel' THEN 'channel-credentials' ELSE 'model-credentials' END,
      'shared fingerprint ' || c."fingerprint" || ' with ' || t."slug" || ' ' || CASE o."kind"
        WHEN 'channel' THEN 'channel-credentials' WHEN 'model' THEN 'model-credentials' ELSE 'gateway-token' END),
    ('mistake', CASE c."kind" WHEN 'channel' THEN 'shared-channel-account' ELSE 'shared-openai-key' END,
      CASE WHEN c."kind" = o."kind" THEN c."fingerprint" || ' ' || t."slug" END)
  ) AS x("kind", "subject", "fault")
  WHERE c."acceptedReason" IS NOT NULL AND c."kind" IN ('channel', 'model') AND x."fault" IS NOT NULL
) s
GROUP BY s."tenantId", s."kind", s."subject";

INSERT INTO "RiskAcceptance" ("id", "tenantId", "kind", "subject", "faults", "reason", "ownerId", "ownerName", "acceptedByName", "createdAt", "expiresAt")
SELECT gen_random_uuid(), g."tenantId", 'policy', c."id", ARRAY['exposed', 'harmful users'] || ARRAY(
    SELECT 'open ' || (s->>'kind') || ' ' || (s->>'accountId') FROM jsonb_array_elements(g."channels") s
    WHERE s->>'dmPolicy' = 'open' OR s->>'groupPolicy' = 'open'),
  g."policyRisk"->>'reason', u."id", u."name", u."name", (g."policyRisk"->>'at')::timestamptz, now() + interval '365 days'
FROM "Gateway" g
CROSS JOIN LATERAL jsonb_array_elements_text(g."policyRisk"->'combinations') AS c("id")
JOIN LATERAL (SELECT * FROM "User" u WHERE u."name" = g."policyRisk"->>'by' ORDER BY u."createdAt" LIMIT 1) u ON true
WHERE jsonb_typeof(g."policyRisk"->'combinations') = 'array';

-- AlterTable
ALTER TABLE "Credential" DROP COLUMN "acceptedById",
DROP COLUMN "acceptedReason";

-- AlterTable
ALTER TABLE "Gateway" DROP COLUMN "policyRisk";
