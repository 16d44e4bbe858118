CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'operator', 'account_manager');

-- CreateEnum
CREATE TYPE "Rung" AS ENUM ('profile', 'os_user');

-- CreateEnum
CREATE TYPE "DesiredState" AS ENUM ('running', 'stopped', 'absent');

-- CreateEnum
CREATE TYPE "OperationKind" AS ENUM ('provision', 'start', 'stop', 'restart', 'kill', 'remove');

-- CreateEnum
CREATE TYPE "OperationStatus" AS ENUM ('queued', 'running', 'done', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('proven', 'failed', 'not_measured', 'accepted');

-- CreateEnum
CREATE TYPE "CheckStatus" AS ENUM ('queued', 'running', 'done', 'failed');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "mustChangePassword" BOOLEAN NOT NULL DEFAULT true,
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "userAgent" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimiterFlexible" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),

    CONSTRAINT "RateLimiterFlexible_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Client" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "contactName" TEXT NOT NULL DEFAULT '',
    "contactEmail" TEXT NOT NULL DEFAULT '',
    "notes" TEXT NOT NULL DEFAULT '',
    "accountManagerId" UUID,
    "archivedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Host" (
    "id" UUID NOT NULL,
    "installationId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "neighbourhood" INTEGER NOT NULL DEFAULT 1,
    "portFirst" INTEGER NOT NULL,
    "portLast" INTEGER NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Host_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tenant" (
    "id" UUID NOT NULL,
    "clientId" UUID NOT NULL,
    "hostId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rung" "Rung" NOT NULL,
    "decision" JSONB NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "archivedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PortBlock" (
    "id" UUID NOT NULL,
    "hostId" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "base" INTEGER NOT NULL,

    CONSTRAINT "PortBlock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Gateway" (
    "tenantId" UUID NOT NULL,
    "hasPowerfulTools" BOOLEAN NOT NULL,
    "desiredState" "DesiredState" NOT NULL,
    "desiredVersion" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "observed" JSONB,
    "observedPhase" TEXT,
    "observedHash" TEXT,
    "observedVersion" TEXT,
    "observedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Gateway_pkey" PRIMARY KEY ("tenantId")
);

-- CreateTable
CREATE TABLE "Operation" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "kind" "OperationKind" NOT NULL,
    "status" "OperationStatus" NOT NULL DEFAULT 'queued',
    "generation" INTEGER NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "steps" JSONB NOT NULL DEFAULT '[]',
    "error" JSONB,
    "requestedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HostCheck" (
    "id" UUID NOT NULL,
    "hostId" UUID NOT NULL,
    "status" "CheckStatus" NOT NULL DEFAULT 'queued',
    "neighbourhood" INTEGER NOT NULL,
    "accounts" JSONB NOT NULL DEFAULT '[]',
    "error" JSONB,
    "requestedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "HostCheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ItemEvidence" (
    "tenantId" UUID NOT NULL,
    "item" TEXT NOT NULL,
    "checkId" UUID NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "evidence" JSONB NOT NULL,
    "sharing" JSONB NOT NULL DEFAULT '[]',
    "configHash" TEXT,
    "version" TEXT,
    "neighbourhood" INTEGER NOT NULL,
    "observedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ItemEvidence_pkey" PRIMARY KEY ("tenantId","item")
);

-- CreateTable
CREATE TABLE "AuditRun" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "status" "CheckStatus" NOT NULL DEFAULT 'queued',
    "critical" INTEGER,
    "warn" INTEGER,
    "info" INTEGER,
    "result" JSONB,
    "configHash" TEXT,
    "version" TEXT,
    "error" JSONB,
    "requestedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuditRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Report" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OnboardingDraft" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OnboardingDraft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Activity" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "clientId" UUID,
    "tenantId" UUID,
    "operationId" UUID,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "RateLimiterFlexible_expire_idx" ON "RateLimiterFlexible"("expire");

-- CreateIndex
CREATE INDEX "Client_accountManagerId_idx" ON "Client"("accountManagerId");

-- CreateIndex
CREATE INDEX "Client_archivedAt_name_idx" ON "Client"("archivedAt", "name");

-- CreateIndex
CREATE INDEX "Client_name_trgm" ON "Client" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "Host_installationId_key" ON "Host"("installationId");

-- CreateIndex
CREATE UNIQUE INDEX "Tenant_slug_key" ON "Tenant"("slug");

-- CreateIndex
CREATE INDEX "Tenant_clientId_idx" ON "Tenant"("clientId");

-- CreateIndex
CREATE INDEX "Tenant_hostId_idx" ON "Tenant"("hostId");

-- CreateIndex
CREATE INDEX "Tenant_archivedAt_name_idx" ON "Tenant"("archivedAt", "name");

-- CreateIndex
CREATE INDEX "Tenant_name_trgm" ON "Tenant" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Tenant_slug_trgm" ON "Tenant" USING GIN ("slug" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "PortBlock_tenantId_key" ON "PortBlock"("tenantId");

-- CreateIndex
CREATE INDEX "Gateway_observedPhase_idx" ON "Gateway"("observedPhase");

-- CreateIndex
CREATE INDEX "Operation_tenantId_createdAt_idx" ON "Operation"("tenantId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Operation_status_idx" ON "Operation"("status");

-- CreateIndex
CREATE INDEX "HostCheck_hostId_createdAt_idx" ON "HostCheck"("hostId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "ItemEvidence_checkId_idx" ON "ItemEvidence"("checkId");

-- CreateIndex
CREATE INDEX "AuditRun_tenantId_createdAt_idx" ON "AuditRun"("tenantId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Report_tenantId_createdAt_idx" ON "Report"("tenantId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "OnboardingDraft_userId_idx" ON "OnboardingDraft"("userId");

-- CreateIndex
CREATE INDEX "Activity_at_idx" ON "Activity"("at" DESC);

-- CreateIndex
CREATE INDEX "Activity_tenantId_at_idx" ON "Activity"("tenantId", "at" DESC);

-- CreateIndex
CREATE INDEX "Activity_clientId_at_idx" ON "Activity"("clientId", "at" DESC);

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Client" ADD CONSTRAINT "Client_accountManagerId_fkey" FOREIGN KEY ("accountManagerId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tenant" ADD CONSTRAINT "Tenant_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "Client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tenant" ADD CONSTRAINT "Tenant_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PortBlock" ADD CONSTRAINT "PortBlock_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PortBlock" ADD CONSTRAINT "PortBlock_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Gateway" ADD CONSTRAINT "Gateway_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Operation" ADD CONSTRAINT "Operation_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HostCheck" ADD CONSTRAINT "HostCheck_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ItemEvidence" ADD CONSTRAINT "ItemEvidence_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ItemEvidence" ADD CONSTRAINT "ItemEvidence_checkId_fkey" FOREIGN KEY ("checkId") REFERENCES "HostCheck"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditRun" ADD CONSTRAINT "AuditRun_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OnboardingDraft" ADD CONSTRAINT "OnboardingDraft_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- No two port blocks of a host overlap, however many onboardings run at once.
ALTER TABLE "PortBlock" ADD CONSTRAINT "PortBlock_no_overlap"
  EXCLUDE USING gist ("hostId" WITH =, int4range("base", "base" + 120) WITH &&);

-- One unfinished operation a tenant.
CREATE UNIQUE INDEX "Operation_one_unfinished" ON "Operation" ("tenantId")
  WHERE "status" IN ('queued', 'running');

-- The activity record is append-only.
CREATE FUNCTION "activity_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Activity is append-only';
END
$$;
CREATE TRIGGER "Activity_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "Activity"
  FOR EACH STATEMENT EXECUTE FUNCTION "activity_is_append_only"();
