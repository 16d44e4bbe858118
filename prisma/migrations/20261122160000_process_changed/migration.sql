-- AlterTable
ALTER TABLE "Gateway" ADD COLUMN     "processChangedAt" TIMESTAMPTZ(3);
