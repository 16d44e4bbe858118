-- Clocks jump, and those of two machines differ: what is newer is told by numbers that the database gives out.
CREATE SEQUENCE "Stamp" AS INTEGER;

ALTER TABLE "HostCheck" ADD COLUMN "seq" SERIAL NOT NULL, ADD COLUMN "stamp" INTEGER;
ALTER TABLE "ProbeRun" ADD COLUMN "seq" SERIAL NOT NULL;
ALTER TABLE "SelfTest" ADD COLUMN "seq" SERIAL NOT NULL;
ALTER TABLE "AuditRun" ADD COLUMN "seq" SERIAL NOT NULL;
ALTER TABLE "Operation" ADD COLUMN "seq" SERIAL NOT NULL;
ALTER TABLE "ItemEvidence" ADD COLUMN "stamp" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "notSince" TEXT;
ALTER TABLE "MistakeCheck" ADD COLUMN "stamp" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Gateway" ADD COLUMN "processStamp" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "observedOrder" JSONB;
ALTER TABLE "Host" ADD COLUMN "clock" JSONB;

-- What is there already keeps the order that its clock gave it.
UPDATE "HostCheck" r SET "seq" = o."n" FROM
  (SELECT "id", row_number() OVER (ORDER BY "createdAt", "id") AS "n" FROM "HostCheck") o WHERE o."id" = r."id";
UPDATE "ProbeRun" r SET "seq" = o."n" FROM
  (SELECT "id", row_number() OVER (ORDER BY "createdAt", "id") AS "n" FROM "ProbeRun") o WHERE o."id" = r."id";
UPDATE "SelfTest" r SET "seq" = o."n" FROM
  (SELECT "id", row_number() OVER (ORDER BY "createdAt", "id") AS "n" FROM "SelfTest") o WHERE o."id" = r."id";
UPDATE "AuditRun" r SET "seq" = o."n" FROM
  (SELECT "id", row_number() OVER (ORDER BY "createdAt", "id") AS "n" FROM "AuditRun") o WHERE o."id" = r."id";
UPDATE "Operation" r SET "seq" = o."n" FROM
  (SELECT "id", row_number() OVER (ORDER BY "createdAt", "id") AS "n" FROM "Operation") o WHERE o."id" = r."id";

-- Evidence that counted no longer because of its Gateway's process must not count again.
UPDATE "Gateway" g SET "processStamp" = 1 FROM "ItemEvidence" e
  WHERE e."tenantId" = g."tenantId" AND e."observedAt" < g."processChangedAt";
SELECT setval('"Stamp"', 1);

DROP INDEX "HostCheck_hostId_createdAt_idx";
DROP INDEX "ProbeRun_hostId_createdAt_idx";
DROP INDEX "SelfTest_hostId_createdAt_idx";
DROP INDEX "AuditRun_tenantId_createdAt_idx";
DROP INDEX "Operation_tenantId_createdAt_idx";
CREATE INDEX "HostCheck_hostId_seq_idx" ON "HostCheck"("hostId", "seq" DESC);
CREATE INDEX "ProbeRun_hostId_seq_idx" ON "ProbeRun"("hostId", "seq" DESC);
CREATE INDEX "SelfTest_hostId_seq_idx" ON "SelfTest"("hostId", "seq" DESC);
CREATE INDEX "AuditRun_tenantId_seq_idx" ON "AuditRun"("tenantId", "seq" DESC);
CREATE INDEX "Operation_tenantId_seq_idx" ON "Operation"("tenantId", "seq" DESC);
