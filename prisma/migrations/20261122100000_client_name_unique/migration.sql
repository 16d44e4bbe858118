-- Two clients in the lists never share a name, however many are created at once.
CREATE UNIQUE INDEX "Client_name_unique" ON "Client" (lower("name")) WHERE "archivedAt" IS NULL;
