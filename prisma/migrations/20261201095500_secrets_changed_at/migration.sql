-- Tenants are tried again after a change of secrets, too, which no operation tells of.
ALTER TABLE "Host" ADD COLUMN "secretsChangedAt" TIMESTAMPTZ(3);
