-- CreateEnum
CREATE TYPE "RiskKind" AS ENUM ('mistake', 'item');

-- AlterTable
ALTER TABLE "ItemEvidence" ADD COLUMN     "faults" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "isMeasured" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "MistakeCheck" (
    "tenantId" UUID NOT NULL,
    "checkId" UUID NOT NULL,
    "playbookVersion" TEXT NOT NULL,
    "results" JSONB NOT NULL,
    "configHash" TEXT,
    "version" TEXT,
    "neighbourhood" INTEGER NOT NULL,
    "observedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MistakeCheck_pkey" PRIMARY KEY ("tenantId")
);

-- CreateTable
CREATE TABLE "Finding" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "ruleId" TEXT NOT NULL,
    "faults" JSONB NOT NULL,
    "faultKeys" TEXT[],
    "others" TEXT[],
    "checkId" UUID NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "resolvedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RiskAcceptance" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "kind" "RiskKind" NOT NULL,
    "subject" TEXT NOT NULL,
    "faults" TEXT[],
    "reason" TEXT NOT NULL,
    "ownerId" UUID NOT NULL,
    "ownerName" TEXT NOT NULL,
    "acceptedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RiskAcceptance_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "MistakeCheck_checkId_idx" ON "MistakeCheck"("checkId");

-- CreateIndex
CREATE INDEX "Finding_tenantId_resolvedAt_idx" ON "Finding"("tenantId", "resolvedAt" DESC);

-- CreateIndex
CREATE INDEX "RiskAcceptance_tenantId_kind_subject_idx" ON "RiskAcceptance"("tenantId", "kind", "subject");

-- AddForeignKey
ALTER TABLE "MistakeCheck" ADD CONSTRAINT "MistakeCheck_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MistakeCheck" ADD CONSTRAINT "MistakeCheck_checkId_fkey" FOREIGN KEY ("checkId") REFERENCES "HostCheck"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RiskAcceptance" ADD CONSTRAINT "RiskAcceptance_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One finding and one acceptance count at a time.
CREATE UNIQUE INDEX "Finding_unresolved" ON "Finding" ("tenantId", "ruleId") WHERE "resolvedAt" IS NULL;
CREATE UNIQUE INDEX "RiskAcceptance_valid" ON "RiskAcceptance" ("tenantId", "kind", "subject") WHERE "revokedAt" IS NULL;
