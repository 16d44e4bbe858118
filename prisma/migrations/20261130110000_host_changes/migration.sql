-- What a person asked of a tenant's host at once, from before the host is called until its outcome is written.
CREATE TABLE "HostChange" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "intent" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "freshUntil" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,

    CONSTRAINT "HostChange_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "HostChange_tenantId_key" ON "HostChange"("tenantId");

CREATE INDEX "HostChange_freshUntil_idx" ON "HostChange"("freshUntil");

ALTER TABLE "HostChange" ADD CONSTRAINT "HostChange_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
