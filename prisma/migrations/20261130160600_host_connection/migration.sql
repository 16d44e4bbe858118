-- A host's way is written when its agent is next heard; until then there is none to it.
ALTER TABLE "Host" ADD COLUMN "connection" JSONB;
ALTER TABLE "Host" ADD COLUMN "replacedById" UUID;
ALTER TABLE "Host" ADD COLUMN "retiredAt" TIMESTAMPTZ(3);

ALTER TABLE "Host" ADD CONSTRAINT "Host_replacedById_fkey"
  FOREIGN KEY ("replacedById") REFERENCES "Host"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- A host whose agent was replaced can't be reached, and nothing replaces itself.
ALTER TABLE "Host" ADD CONSTRAINT "Host_replaced_is_unreachable"
  CHECK ("replacedById" IS NULL OR ("connection" IS NULL AND "replacedById" <> "id"));
