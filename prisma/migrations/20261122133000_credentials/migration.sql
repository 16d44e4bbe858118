-- A change of channels, models or tools is an operation like any other.
ALTER TYPE "OperationKind" ADD VALUE IF NOT EXISTS 'configure';

-- CreateEnum
CREATE TYPE "CredentialKind" AS ENUM ('channel', 'model', 'gateway_token');

-- AlterTable
ALTER TABLE "Gateway" ADD COLUMN "channels" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "models" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "Credential" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "kind" "CredentialKind" NOT NULL,
    "pointer" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "identity" TEXT,
    "identityAt" TIMESTAMPTZ(3),
    "fingerprint" TEXT NOT NULL,
    "lastFour" TEXT,
    "acceptedReason" TEXT,
    "acceptedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rotatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Credential_tenantId_pointer_key" ON "Credential"("tenantId", "pointer");

-- CreateIndex
CREATE INDEX "Credential_fingerprint_idx" ON "Credential"("fingerprint");

-- AddForeignKey
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
