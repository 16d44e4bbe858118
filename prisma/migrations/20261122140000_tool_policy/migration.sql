-- AlterTable
ALTER TABLE "Gateway" ADD COLUMN "toolPolicy" JSONB,
ADD COLUMN "policyRisk" JSONB,
ADD COLUMN "hasOpenAiApi" BOOLEAN NOT NULL DEFAULT false;
