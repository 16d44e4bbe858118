-- AlterTable
ALTER TABLE "SelfTest" ADD COLUMN     "withGateways" BOOLEAN NOT NULL DEFAULT false;
