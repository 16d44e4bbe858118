-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('queued', 'running', 'done', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "ProbeRun" (
    "id" UUID NOT NULL,
    "hostId" UUID NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'queued',
    "neighbourhood" INTEGER NOT NULL,
    "circumstances" JSONB NOT NULL DEFAULT '{}',
    "probes" JSONB NOT NULL DEFAULT '[]',
    "leftOut" JSONB NOT NULL DEFAULT '[]',
    "progressDone" INTEGER NOT NULL DEFAULT 0,
    "progressTotal" INTEGER,
    "proven" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "notMeasured" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,
    "requestedById" UUID,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProbeRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProbePair" (
    "runId" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "marks" TEXT NOT NULL,
    "attempts" JSONB NOT NULL,

    CONSTRAINT "ProbePair_pkey" PRIMARY KEY ("runId","source","target")
);

-- CreateTable
CREATE TABLE "SelfTest" (
    "id" UUID NOT NULL,
    "hostId" UUID NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'queued',
    "leaks" JSONB NOT NULL DEFAULT '[]',
    "progressDone" INTEGER NOT NULL DEFAULT 0,
    "progressTotal" INTEGER,
    "error" JSONB,
    "requestedById" UUID,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SelfTest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ProbeRun_hostId_createdAt_idx" ON "ProbeRun"("hostId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "ProbePair_runId_target_idx" ON "ProbePair"("runId", "target");

-- CreateIndex
CREATE INDEX "SelfTest_hostId_createdAt_idx" ON "SelfTest"("hostId", "createdAt" DESC);

-- AddForeignKey
ALTER TABLE "ProbeRun" ADD CONSTRAINT "ProbeRun_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProbePair" ADD CONSTRAINT "ProbePair_runId_fkey" FOREIGN KEY ("runId") REFERENCES "ProbeRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SelfTest" ADD CONSTRAINT "SelfTest_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One unfinished run and one unfinished self-test a host.
CREATE UNIQUE INDEX "ProbeRun_one_unfinished" ON "ProbeRun" ("hostId")
  WHERE "status" IN ('queued', 'running');
CREATE UNIQUE INDEX "SelfTest_one_unfinished" ON "SelfTest" ("hostId")
  WHERE "status" IN ('queued', 'running');
