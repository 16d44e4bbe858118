-- Both are empty for rows from before: an address is then the one in the tenant's saved settings.
ALTER TABLE "Credential" ADD COLUMN "address" TEXT;
ALTER TABLE "User" ADD COLUMN "oneTimeDigest" TEXT;
